// SPDX-License-Identifier: Apache-2.0
/** MariaDB: started, stopped, and looked at. */
@NullMarked
package dev.leasehold.testbed.mariadb;

import org.jspecify.annotations.NullMarked;
