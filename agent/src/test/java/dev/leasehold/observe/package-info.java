// SPDX-License-Identifier: Apache-2.0
/** What is written of a lease's life. */
@NullMarked
package dev.leasehold.observe;

import org.jspecify.annotations.NullMarked;
