// SPDX-License-Identifier: Apache-2.0
/** Starts programs, reaps what they leave behind, and calls the C library for both. */
@NullMarked
package dev.leasehold.sidecar.process;

import org.jspecify.annotations.NullMarked;
