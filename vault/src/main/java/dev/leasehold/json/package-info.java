// SPDX-License-Identifier: Apache-2.0
/** Reads and writes JSON within bounds, and keeps no buffer in which a secret would lie about. */
@NullMarked
package dev.leasehold.json;

import org.jspecify.annotations.NullMarked;
