// SPDX-License-Identifier: Apache-2.0
/** The one list of drivers and pools that Leasehold knows. */
@NullMarked
package dev.leasehold.inject.catalog;

import org.jspecify.annotations.NullMarked;
