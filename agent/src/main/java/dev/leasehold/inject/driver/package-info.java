// SPDX-License-Identifier: Apache-2.0
/** What a folder of a driver says of it to the agent. */
@NullMarked
package dev.leasehold.inject.driver;

import org.jspecify.annotations.NullMarked;
