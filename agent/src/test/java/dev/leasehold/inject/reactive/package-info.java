// SPDX-License-Identifier: Apache-2.0
/** What needs no driver. */
@NullMarked
package dev.leasehold.inject.reactive;

import org.jspecify.annotations.NullMarked;
