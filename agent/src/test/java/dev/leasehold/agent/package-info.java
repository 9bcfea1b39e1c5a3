// SPDX-License-Identifier: Apache-2.0
/** How the agent starts, and the content of the jar that users attach. */
@NullMarked
package dev.leasehold.agent;

import org.jspecify.annotations.NullMarked;
