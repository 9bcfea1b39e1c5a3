// SPDX-License-Identifier: Apache-2.0
/** How the agent starts, and what the jar that users attach holds. */
@NullMarked
package dev.leasehold.agent;

import org.jspecify.annotations.NullMarked;
