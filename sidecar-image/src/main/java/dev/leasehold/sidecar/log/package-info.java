// SPDX-License-Identifier: Apache-2.0

/** The log: SLF4J's lines on standard error, as text or JSON (docs/decisions/0063). */
@NullMarked
package dev.leasehold.sidecar.log;

import org.jspecify.annotations.NullMarked;
