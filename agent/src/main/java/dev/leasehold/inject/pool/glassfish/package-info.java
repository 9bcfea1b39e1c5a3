// SPDX-License-Identifier: Apache-2.0
/**
 * The integration of the pool of GlassFish and Payara.
 *
 * <ul>
 *   <li>GlassFish's and Payara's pool | Payara Micro 6.2025.10 | removed, as the pool's own resizer
 *       removes idle connections | the pool asks before it lends the connection again whether it is
 *       valid; the answer is no
 * </ul>
 */
@NullMarked
package dev.leasehold.inject.pool.glassfish;

import org.jspecify.annotations.NullMarked;
