// SPDX-License-Identifier: Apache-2.0
/** The metrics in JMX, and the exporters' rules for them. */
@NullMarked
package dev.leasehold.observe.jmx;

import org.jspecify.annotations.NullMarked;
