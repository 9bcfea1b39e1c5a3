// SPDX-License-Identifier: Apache-2.0
/** The integration of r2dbc-postgresql, from 1.0.0 on. */
@NullMarked
package dev.leasehold.inject.driver.r2dbc;

import org.jspecify.annotations.NullMarked;
