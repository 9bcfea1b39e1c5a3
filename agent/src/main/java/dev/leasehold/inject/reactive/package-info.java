// SPDX-License-Identifier: Apache-2.0
/**
 * Logins without JDBC, which never block: they get a credential once there is a credential. Also
 * the targets of such clients.
 */
@NullMarked
package dev.leasehold.inject.reactive;

import org.jspecify.annotations.NullMarked;
