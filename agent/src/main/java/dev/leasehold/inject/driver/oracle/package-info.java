// SPDX-License-Identifier: Apache-2.0
/** The integration of Oracle's JDBC driver. */
@NullMarked
package dev.leasehold.inject.driver.oracle;

import org.jspecify.annotations.NullMarked;
