// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;

/**
 * A pool that connects through an HTTP proxy on loopback: the URL is the proxy's port, a bar and
 * the server's URI. Version 4 takes the proxy with the server, version 5 with the transport.
 */
final class VertxProxied extends VertxClient {

  VertxProxied(Options options) throws ReflectiveOperationException {
    this(options, Vertx.vertx());
  }

  private VertxProxied(Options options, Vertx vertx) throws ReflectiveOperationException {
    super(vertx, pool(options, vertx));
  }

  private static Pool pool(Options options, Vertx vertx) throws ReflectiveOperationException {
    String[] proxyAndServer = options.text("url").split("\\|", 2);
    PgConnectOptions server =
        servers(options.at(proxyAndServer[1]), PgConnectOptions::fromUri).get(0);
    ProxyOptions proxy =
        new ProxyOptions().setHost("127.0.0.1").setPort(Integer.parseInt(proxyAndServer[0]));
    ClientBuilder<Pool> builder = PgBuilder.pool().with(size(options)).using(vertx);
    try {
      ClientBuilder.class
          .getMethod("with", NetClientOptions.class)
          .invoke(builder, new NetClientOptions().setProxyOptions(proxy));
    } catch (NoSuchMethodException version4) {
      server.setProxyOptions(proxy);
    }
    return builder.connectingTo(server).build();
  }
}
