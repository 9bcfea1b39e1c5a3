/** PostgreSQL, with the roles that Leasehold recommends. */
@NullMarked
package dev.leasehold.testbed.postgresql;

import org.jspecify.annotations.NullMarked;
