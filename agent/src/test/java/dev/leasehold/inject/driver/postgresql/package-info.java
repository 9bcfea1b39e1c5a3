// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.leasehold.inject.driver.postgresql;

import org.jspecify.annotations.NullMarked;
