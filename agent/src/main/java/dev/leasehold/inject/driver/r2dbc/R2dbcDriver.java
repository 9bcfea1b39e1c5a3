// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.r2dbc;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.reactive.LoginGrant;
import dev.leasehold.inject.reactive.PostgresClientTargets;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.reactive.ReactiveLogin;
import dev.leasehold.inject.reactive.ReactiveLogins;
import dev.leasehold.lease.Credential;
import dev.leasehold.target.Targets;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The integration of r2dbc-postgresql. The login waits for the credential within the client's own
 * flow, on an open socket. It then continues with another user and other answers to the server's
 * questions for a password.
 */
public final class R2dbcDriver implements ReactiveDriver {

  private static final int PARAMETER_PROVIDER = 4;

  /** Of a socket of Unix's file system, as of a URL without a port. */
  private static final int DEFAULT_PORT = 5432;

  /** The client's name of a session that the application gives no name. */
  private static final String OWN_NAME = "r2dbc-postgresql";

  /** Where each client's socket leads, as the application named it; keys by identity. */
  private final Map<Object, ServerAddress> endpoints =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** The address that a socket is opened to, and the way there. */
  private static final class ServerAddress {

    private final SocketAddress address;
    private final @Nullable String sslMode;

    private ServerAddress(SocketAddress address, @Nullable String sslMode) {
      this.address = address;
      this.sslMode = sslMode;
    }
  }

  private final ThreadLocal<Boolean> goingOn = new ThreadLocal<>();

  private final DriverDialect dialect;

  /** Makes the driver for a database of this dialect; looks nothing up yet. */
  public R2dbcDriver(DriverDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments, ReactiveLogins logins)
      throws Exception {
    if (goingOn.get() != null) {
      return null;
    }
    return kind.equals(R2dbcWeaving.SOCKET) ? socket(arguments) : login(arguments, logins);
  }

  private Object[] socket(Object[] arguments) throws ReflectiveOperationException {
    R2dbcInternals internals = R2dbcInternals.of(arguments[1].getClass());
    ServerAddress endpoint =
        new ServerAddress((SocketAddress) arguments[0], internals.sslMode(arguments[1]));
    Object opening = goOn(() -> internals.connect(arguments));
    Consumer<Object> opened = client -> endpoints.put(client, endpoint);
    return new Object[] {internals.doOnNext(opening, opened)};
  }

  private Object @Nullable [] login(Object[] arguments, ReactiveLogins logins) throws Exception {
    Object client = arguments[1];
    ServerAddress endpoint = endpoints.remove(client);
    if (endpoint == null) {
      throw new IllegalStateException("it is not known where its socket leads");
    }
    R2dbcInternals internals = R2dbcInternals.of(client.getClass());
    Map<String, String> parameters = internals.parameters().written(arguments[PARAMETER_PROVIDER]);
    if (endpoint.sslMode != null) {
      parameters.put("sslmode", endpoint.sslMode);
    }
    ReactiveLogin login = begin(endpoint.address, arguments, parameters, logins);
    if (login == null) {
      return null;
    }
    CompletableFuture<LoginGrant> grant = told(login.grant(), client, internals::known);
    Function<LoginGrant, Object> exchange =
        admitted -> goOn(() -> internals.exchange(with(admitted, arguments, internals)));
    return new Object[] {internals.flatMapMany(grant, exchange)};
  }

  /**
   * The socket of a login is open by then. A refusal that is thrown there would reach the
   * application as a server that cannot be connected to.
   */
  @Override
  public Object[] refused(String kind, Object[] arguments, SQLException refusal)
      throws SQLException {
    if (!kind.equals(R2dbcWeaving.LOGIN)) {
      throw refusal;
    }
    Object client = arguments[1];
    R2dbcConnections.drop(client);
    try {
      R2dbcInternals internals = R2dbcInternals.of(client.getClass());
      CompletableFuture<LoginGrant> none = new CompletableFuture<>();
      none.completeExceptionally(internals.known(refusal));
      return new Object[] {internals.flatMapMany(none, never -> never)};
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      throw refusal;
    }
  }

  /**
   * Returns the same, with the client in the ledger, or a failure with the client's socket closed.
   *
   * @param known turns a failure into a failure that an application of R2DBC knows
   */
  static CompletableFuture<LoginGrant> told(
      CompletableFuture<LoginGrant> granted, Object client, UnaryOperator<Throwable> known) {
    CompletableFuture<LoginGrant> told = new CompletableFuture<>(); // Reactor may cancel it.
    CompletableFuture<LoginGrant> ignored =
        granted.whenComplete(
            (grant, failure) -> {
              Throwable why = failure;
              try {
                if (why == null && told.isDone()) {
                  grant.unused();
                } else if (why == null) {
                  grant.opened(client, R2dbcConnections.INSTANCE);
                }
              } catch (RuntimeException | Error fault) {
                why = ConnectFailures.fault("(not known)", fault);
              }
              boolean wanted =
                  why == null ? told.complete(grant) : told.completeExceptionally(known.apply(why));
              if (why != null || !wanted) {
                R2dbcConnections.drop(client);
              }
            });
    return told;
  }

  private static Object[] with(LoginGrant grant, Object[] arguments, R2dbcInternals internals) {
    Credential credential = grant.credential();
    Function<Object, Object> handler = question -> internals.handler(question, credential);
    Object provider =
        internals
            .parameters()
            .changed(arguments[PARAMETER_PROVIDER], given -> grant.parameters(given, OWN_NAME));
    String database = database(arguments);
    return new Object[] {handler, arguments[1], database, credential.username(), provider};
  }

  /** Runs a woven method itself. */
  private Object goOn(R2dbcInternals.Call call) {
    goingOn.set(Boolean.TRUE);
    try {
      return call.run();
    } catch (ReflectiveOperationException unable) {
      throw new IllegalStateException("r2dbc-postgresql is not as known: " + unable, unable);
    } finally {
      goingOn.remove();
    }
  }

  private static @Nullable String database(Object[] arguments) {
    return PostgresClientTargets.database((String) arguments[2], (String) arguments[3]);
  }

  private static @Nullable ReactiveLogin begin(
      SocketAddress endpoint,
      Object[] arguments,
      Map<String, String> parameters,
      ReactiveLogins logins)
      throws SQLException {
    InetSocketAddress address =
        endpoint instanceof InetSocketAddress ? (InetSocketAddress) endpoint : null;
    String host = address == null ? null : address.getHostString();
    int port = address == null ? DEFAULT_PORT : address.getPort();
    String database = database(arguments);
    Targets targets =
        address == null
            ? PostgresClientTargets.ofSocket(
                endpoint.toString(), database) // Netty, Java: the path.
            : PostgresClientTargets.ofServer(host, port, database);
    return logins.begin(
        PostgresClientTargets.url(host, port, database),
        PostgresClientTargets.withStartParameters(targets, parameters, database),
        (String) arguments[3]);
  }

  @Override
  public @Nullable SQLException failureOf(Object message) throws ReflectiveOperationException {
    return R2dbcInternals.of(message.getClass()).failureOf(message);
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }
}
