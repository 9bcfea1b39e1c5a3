// SPDX-License-Identifier: Apache-2.0
/** What the dialect reads in URLs and errors. */
@NullMarked
package dev.leasehold.inject.driver.mysql;

import org.jspecify.annotations.NullMarked;
