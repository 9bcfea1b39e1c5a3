// SPDX-License-Identifier: Apache-2.0
/** Histories of pods, leases and sessions whose truth is known, written as logs. */
@NullMarked
package dev.leasehold.audit.history;

import org.jspecify.annotations.NullMarked;
