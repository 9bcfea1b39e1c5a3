// SPDX-License-Identifier: Apache-2.0
/** The demo: real servers, an unmodified application under load, and faults of its credentials. */
@NullMarked
package dev.leasehold.demo;

import org.jspecify.annotations.NullMarked;
