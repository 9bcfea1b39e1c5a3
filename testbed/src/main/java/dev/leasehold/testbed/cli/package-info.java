// SPDX-License-Identifier: Apache-2.0
/** The test bed from the command line. */
@NullMarked
package dev.leasehold.testbed.cli;

import org.jspecify.annotations.NullMarked;
