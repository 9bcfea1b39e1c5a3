// SPDX-License-Identifier: Apache-2.0
/** Ports, and faults between a client and a server. */
@NullMarked
package dev.leasehold.testbed.net;

import org.jspecify.annotations.NullMarked;
