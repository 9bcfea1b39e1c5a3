// SPDX-License-Identifier: Apache-2.0
/** The promises, proved: real servers, real pools, the real agent in forked JVMs. */
@NullMarked
package dev.leasehold.it;

import org.jspecify.annotations.NullMarked;
