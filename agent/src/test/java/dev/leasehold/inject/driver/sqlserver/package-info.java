// SPDX-License-Identifier: Apache-2.0
/** The dialect's reading of URLs and errors. */
@NullMarked
package dev.leasehold.inject.driver.sqlserver;

import org.jspecify.annotations.NullMarked;
