// SPDX-License-Identifier: Apache-2.0
/** The command {@code leasehold}: its options, its input and output, and its exit codes. */
@NullMarked
package dev.leasehold.cli;

import org.jspecify.annotations.NullMarked;
