// SPDX-License-Identifier: Apache-2.0
/** The integration of MariaDB Connector/J, from 2.7 on. */
@NullMarked
package dev.leasehold.inject.driver.mariadb;

import org.jspecify.annotations.NullMarked;
