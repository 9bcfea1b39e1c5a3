// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A pool of connections of a data source behind another data source, as Spring applications stack
 * them.
 */
final class SpringDataSources extends Hikari {

  SpringDataSources(Options options) {
    super(
        options,
        new DelegatingDataSource(
            new DriverManagerDataSource(
                options.text("url"), options.text("user"), options.text("password"))));
  }
}
