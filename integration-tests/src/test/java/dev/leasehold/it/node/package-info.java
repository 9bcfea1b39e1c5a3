// SPDX-License-Identifier: Apache-2.0
/** Injected pods on a node, from the manifest to the database's roles. */
@NullMarked
package dev.leasehold.it.node;

import org.jspecify.annotations.NullMarked;
