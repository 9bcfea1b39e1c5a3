// SPDX-License-Identifier: Apache-2.0
/** Programs that are not on a JVM, on files that the sidecar keeps fresh. */
@NullMarked
package dev.leasehold.it.sidecar;

import org.jspecify.annotations.NullMarked;
