// SPDX-License-Identifier: Apache-2.0
/** The metrics in the application's Micrometer. */
@NullMarked
package dev.leasehold.observe.micrometer;

import org.jspecify.annotations.NullMarked;
