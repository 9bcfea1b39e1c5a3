// SPDX-License-Identifier: Apache-2.0
/** The command line of {@code leasehold audit}. */
@NullMarked
package dev.leasehold.audit;

import org.jspecify.annotations.NullMarked;
