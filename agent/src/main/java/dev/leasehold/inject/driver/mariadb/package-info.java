// SPDX-License-Identifier: Apache-2.0
/** MariaDB Connector/J, 2.7 and later. */
@NullMarked
package dev.leasehold.inject.driver.mariadb;

import org.jspecify.annotations.NullMarked;
