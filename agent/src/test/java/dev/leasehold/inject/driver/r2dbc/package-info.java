// SPDX-License-Identifier: Apache-2.0
/** The results of a login of r2dbc-postgresql. */
@NullMarked
package dev.leasehold.inject.driver.r2dbc;

import org.jspecify.annotations.NullMarked;
