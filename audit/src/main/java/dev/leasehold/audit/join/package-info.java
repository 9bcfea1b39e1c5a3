// SPDX-License-Identifier: Apache-2.0
/** The tables, and the SQL that joins them. */
@NullMarked
package dev.leasehold.audit.join;

import org.jspecify.annotations.NullMarked;
