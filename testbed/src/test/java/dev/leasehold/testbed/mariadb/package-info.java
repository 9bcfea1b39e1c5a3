// SPDX-License-Identifier: Apache-2.0
/** Shows that tests can rely on MariaDB, with Vault and the SQL in deploy/mysql. */
@NullMarked
package dev.leasehold.testbed.mariadb;

import org.jspecify.annotations.NullMarked;
