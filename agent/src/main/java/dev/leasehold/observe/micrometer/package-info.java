// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the agent's metrics in the application's own Micrometer, whichever version that is. Reaches
 * it by reflection alone, in the class loader that has it. Not loaded while no setting asks for
 * that.
 */
@NullMarked
package dev.leasehold.observe.micrometer;

import org.jspecify.annotations.NullMarked;
