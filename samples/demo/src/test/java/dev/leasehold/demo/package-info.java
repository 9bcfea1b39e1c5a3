// SPDX-License-Identifier: Apache-2.0
/** Tests of the demo's own logic, and of the demo's words about the samples. */
@NullMarked
package dev.leasehold.demo;

import org.jspecify.annotations.NullMarked;
