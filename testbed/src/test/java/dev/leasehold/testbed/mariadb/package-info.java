// SPDX-License-Identifier: Apache-2.0
/** MariaDB shown to do what tests rely on, with Vault and the SQL in deploy/mysql. */
@NullMarked
package dev.leasehold.testbed.mariadb;

import org.jspecify.annotations.NullMarked;
