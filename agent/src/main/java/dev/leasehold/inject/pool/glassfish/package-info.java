// SPDX-License-Identifier: Apache-2.0
/** What is particular to the pool of GlassFish and Payara. */
@NullMarked
package dev.leasehold.inject.pool.glassfish;

import org.jspecify.annotations.NullMarked;
