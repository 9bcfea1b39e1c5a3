@NullMarked
package dev.leasehold.inject.driver.postgresql;

import org.jspecify.annotations.NullMarked;
