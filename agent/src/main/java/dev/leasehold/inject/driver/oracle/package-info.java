// SPDX-License-Identifier: Apache-2.0
/** Oracle's JDBC driver. */
@NullMarked
package dev.leasehold.inject.driver.oracle;

import org.jspecify.annotations.NullMarked;
