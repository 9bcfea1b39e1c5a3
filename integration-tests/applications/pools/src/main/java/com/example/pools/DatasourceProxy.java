// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/** A pool of connections that a proxy listens to. */
final class DatasourceProxy extends Hikari {

  DatasourceProxy(Options options) {
    super(options, ProxyDataSourceBuilder.create(PgSimple.dataSource(options)).build());
  }
}
