// SPDX-License-Identifier: Apache-2.0
/**
 * Frameworks that keep a connection for longer than a request: the effect of a rotation on them.
 */
@NullMarked
package dev.leasehold.it.frameworks;

import org.jspecify.annotations.NullMarked;
