// SPDX-License-Identifier: Apache-2.0
/** The events of logins, leases and connections in recordings of the JDK Flight Recorder. */
@NullMarked
package dev.leasehold.observe.jfr;

import org.jspecify.annotations.NullMarked;
