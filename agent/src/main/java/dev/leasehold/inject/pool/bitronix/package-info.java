/** What is particular to Bitronix. */
@NullMarked
package dev.leasehold.inject.pool.bitronix;

import org.jspecify.annotations.NullMarked;
