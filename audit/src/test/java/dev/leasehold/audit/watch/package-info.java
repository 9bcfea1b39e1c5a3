// SPDX-License-Identifier: Apache-2.0
/** Tests of the join as a service. */
@NullMarked
package dev.leasehold.audit.watch;

import org.jspecify.annotations.NullMarked;
