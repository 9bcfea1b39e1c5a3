// SPDX-License-Identifier: Apache-2.0
/** The demo's own logic, and that the samples are what the demo says they are. */
@NullMarked
package dev.leasehold.demo;

import org.jspecify.annotations.NullMarked;
