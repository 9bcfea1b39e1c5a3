// SPDX-License-Identifier: Apache-2.0
/** What a login of r2dbc-postgresql comes to. */
@NullMarked
package dev.leasehold.inject.driver.r2dbc;

import org.jspecify.annotations.NullMarked;
