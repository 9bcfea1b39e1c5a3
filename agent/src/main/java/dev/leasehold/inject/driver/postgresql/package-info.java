// SPDX-License-Identifier: Apache-2.0
/** The integration of pgjdbc, from 42.2 on. */
@NullMarked
package dev.leasehold.inject.driver.postgresql;

import org.jspecify.annotations.NullMarked;
