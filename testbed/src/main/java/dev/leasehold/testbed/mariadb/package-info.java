/** MariaDB: started, stopped, and looked at. */
@NullMarked
package dev.leasehold.testbed.mariadb;

import org.jspecify.annotations.NullMarked;
