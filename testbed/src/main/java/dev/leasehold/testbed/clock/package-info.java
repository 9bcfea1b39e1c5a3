/** The wall clock of one process. */
@NullMarked
package dev.leasehold.testbed.clock;

import org.jspecify.annotations.NullMarked;
