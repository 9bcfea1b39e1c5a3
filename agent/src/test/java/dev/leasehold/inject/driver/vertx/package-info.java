// SPDX-License-Identifier: Apache-2.0
/** The end of a grant that no event loop takes. */
@NullMarked
package dev.leasehold.inject.driver.vertx;

import org.jspecify.annotations.NullMarked;
