// SPDX-License-Identifier: Apache-2.0
/** A picture of series over time, as one HTML page that needs nothing beside itself. */
@NullMarked
package dev.leasehold.demo.picture;

import org.jspecify.annotations.NullMarked;
