// SPDX-License-Identifier: Apache-2.0
/** The integration of MySQL Connector/J, from 5.1 on. */
@NullMarked
package dev.leasehold.inject.driver.mysql;

import org.jspecify.annotations.NullMarked;
