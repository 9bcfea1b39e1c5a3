// SPDX-License-Identifier: Apache-2.0
/** MySQL Connector/J, 5.1 and later. */
@NullMarked
package dev.leasehold.inject.driver.mysql;

import org.jspecify.annotations.NullMarked;
