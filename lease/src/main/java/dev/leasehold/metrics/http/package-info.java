// SPDX-License-Identifier: Apache-2.0
/**
 * A small HTTP server for scrapes and health checks, on the JDK's sockets: {@code
 * com.sun.net.httpserver} is in a module that not every run-time image has.
 */
@NullMarked
package dev.leasehold.metrics.http;

import org.jspecify.annotations.NullMarked;
