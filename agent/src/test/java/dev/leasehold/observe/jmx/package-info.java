// SPDX-License-Identifier: Apache-2.0
/** What is counted of a lease's life, as JMX shows it. */
@NullMarked
package dev.leasehold.observe.jmx;

import org.jspecify.annotations.NullMarked;
