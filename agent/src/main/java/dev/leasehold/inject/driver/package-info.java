// SPDX-License-Identifier: Apache-2.0
/** The description by which the folder of a driver tells the agent of it. */
@NullMarked
package dev.leasehold.inject.driver;

import org.jspecify.annotations.NullMarked;
