// SPDX-License-Identifier: Apache-2.0
/**
 * Starts programs, reaps the processes that they leave behind, and calls the C library for both.
 */
@NullMarked
package dev.leasehold.sidecar.process;

import org.jspecify.annotations.NullMarked;
