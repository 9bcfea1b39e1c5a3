// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.r2dbc.spi.ConnectionFactoryOptions;

/** The pool holds r2dbc-proxy's wrappers of the driver's connections. */
final class R2dbcProxied extends R2dbcPool {

  R2dbcProxied(Options options) {
    super(
        options,
        server(options)
            .option(ConnectionFactoryOptions.DRIVER, "proxy")
            .option(ConnectionFactoryOptions.PROTOCOL, "postgresql"));
  }
}
