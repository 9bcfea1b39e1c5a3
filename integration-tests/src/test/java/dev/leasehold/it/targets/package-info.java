// SPDX-License-Identifier: Apache-2.0
/**
 * Where credentials go, and which server judges them: several servers, lagging servers, false
 * servers.
 */
@NullMarked
package dev.leasehold.it.targets;

import org.jspecify.annotations.NullMarked;
