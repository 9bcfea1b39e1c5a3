// SPDX-License-Identifier: Apache-2.0
/**
 * The list of the pools that Leasehold knows, and the descriptions of the drivers. The list of the
 * drivers is {@link dev.leasehold.config.KnownDrivers}.
 */
@NullMarked
package dev.leasehold.inject.catalog;

import org.jspecify.annotations.NullMarked;
