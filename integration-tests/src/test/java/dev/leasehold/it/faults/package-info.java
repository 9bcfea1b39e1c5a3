// SPDX-License-Identifier: Apache-2.0
/** The fault matrix: each fault made for real, under load, on every way to open connections. */
@NullMarked
package dev.leasehold.it.faults;

import org.jspecify.annotations.NullMarked;
