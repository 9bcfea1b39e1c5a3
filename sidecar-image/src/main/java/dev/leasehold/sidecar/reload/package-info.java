// SPDX-License-Identifier: Apache-2.0
/** What asks a program to reload and waits for its answer: a command, or an HTTP call. */
@NullMarked
package dev.leasehold.sidecar.reload;

import org.jspecify.annotations.NullMarked;
