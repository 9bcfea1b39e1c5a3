// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.r2dbc.spi.ConnectionFactoryOptions;

/** The same pool, told of its server by a URL of R2DBC's, of any database. */
final class R2dbcUrl extends R2dbcPool {

  R2dbcUrl(Options options) {
    super(options, parsed(options));
  }

  private static ConnectionFactoryOptions.Builder parsed(Options options) {
    return ConnectionFactoryOptions.parse(options.text("url"))
        .mutate()
        .option(ConnectionFactoryOptions.USER, options.text("user"))
        .option(ConnectionFactoryOptions.PASSWORD, options.text("password"));
  }
}
