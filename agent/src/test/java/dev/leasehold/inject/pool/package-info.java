@NullMarked
package dev.leasehold.inject.pool;

import org.jspecify.annotations.NullMarked;
