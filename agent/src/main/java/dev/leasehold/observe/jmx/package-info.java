// SPDX-License-Identifier: Apache-2.0
/** Shows the agent's metrics in JMX. Not loaded while no setting asks for that. */
@NullMarked
package dev.leasehold.observe.jmx;

import org.jspecify.annotations.NullMarked;
