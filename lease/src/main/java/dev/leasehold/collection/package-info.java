// SPDX-License-Identifier: Apache-2.0
/** Collections that the JDK has from Java 9 on. */
@NullMarked
package dev.leasehold.collection;

import org.jspecify.annotations.NullMarked;
