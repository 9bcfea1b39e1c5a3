@NullMarked
package dev.leasehold.retire;

import org.jspecify.annotations.NullMarked;
