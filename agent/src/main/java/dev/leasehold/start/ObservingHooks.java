// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.OwnConnections;
import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectMethods;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.reactive.ReactiveLogin;
import dev.leasehold.inject.reactive.ReactiveLogins;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.observe.ObservationReport;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Touches no connection, and counts the actions that are left out. Shows the bindings' probes how
 * to connect, so that they can try their credentials.
 */
final class ObservingHooks implements Hooks, ReactiveLogins {

  private static final String NOT_LOOKED_AT = "a connection that could not be looked at: ";

  private final Map<String, ConnectMethod> connectMethods;
  private final Map<String, ReactiveDriver> reactive;
  private final Settings settings;
  private final List<BindingRuntime> runtimes;
  private final ObservationReport report;
  private final @Nullable ObservedConnections connections;

  ObservingHooks(
      Map<String, ConnectMethod> connectMethods,
      Map<String, ReactiveDriver> reactive,
      Settings settings,
      List<BindingRuntime> runtimes,
      ObservationReport report,
      @Nullable ObservedConnections connections) {
    this.connectMethods = connectMethods;
    this.reactive = reactive;
    this.settings = settings;
    this.runtimes = runtimes;
    this.report = report;
    this.connections = connections;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second) {
    try {
      ConnectionRequest request =
          ConnectMethods.read(connectMethods, connectMethod, target, first, second);
      BindingRuntime runtime =
          request == null || OwnConnections.isOpening() ? null : observe(request);
      return runtime == null || connections == null
          ? null
          : connections.connecting(runtime.binding(), first, second);
    } catch (RuntimeException | Error fault) {
      notLookedAt(fault);
      return null;
    }
  }

  private @Nullable BindingRuntime observe(ConnectionRequest request) {
    String url = request.urlWithoutLogin();
    BindingRuntime runtime = observe(url, request.url(), request.targets(), request.user(), null);
    if (runtime != null) {
      runtime.observed(request);
    }
    return runtime;
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments) {
    try {
      if (connections != null && connections.seen(kind, arguments)) {
        return null;
      }
      ReactiveDriver driver = reactive.get(kind);
      return driver == null ? null : driver.intercept(kind, arguments, this);
    } catch (Exception | Error fault) {
      notLookedAt(fault);
      return null;
    }
  }

  /** An exception from here would refuse the connection. */
  private void notLookedAt(Throwable fault) {
    try {
      report.connection(NOT_LOOKED_AT + fault);
    } catch (RuntimeException | Error unreported) {
      // The application is to see nothing of it.
    }
  }

  @Override
  public @Nullable ReactiveLogin begin(String url, Targets targets, @Nullable String user) {
    observe(url, url, targets, user, null);
    return null;
  }

  @Override
  public void refuse(String url, Targets targets, @Nullable String user, SQLException refusal) {
    observe(url, url, targets, user, refusal);
  }

  /**
   * Reports the action that is left out for a connection.
   *
   * @param refusal the refusal of a connection of a binding's; null when it gets a credential
   */
  private @Nullable BindingRuntime observe(
      String shown,
      String url,
      Targets targets,
      @Nullable String user,
      @Nullable SQLException refusal) {
    String connection = "connection to " + ShownUrl.of(shown) + " as " + user;
    BindingSettings binding;
    try {
      binding = settings.binding(url, targets, user);
    } catch (UncertainTargetException uncertain) {
      report.connection(connection + " would be refused: " + uncertain.getMessage());
      return null;
    }
    if (binding == null) {
      report.connection(connection + " matches no binding" + nearMiss(url, targets, user));
      return null;
    }
    BindingRuntime runtime = runtimeOf(binding);
    Targets servers = runtime == null ? null : runtime.presumedServers(targets);
    if (binding.url() == null && isRefused(servers, targets)) {
      report.connection(
          connection
              + " would be refused: "
              + targets.detourNames()
              + " may lead it elsewhere. If that is meant, name each with its value in the query of "
              + binding.urlSetting());
      return null;
    }
    if (servers != null && !targets.leadsWithin(servers)) {
      report.connection(connection + leftAlone(binding, servers));
      return null;
    }
    report.connection(
        connection
            + (refusal == null
                ? " would get a credential of binding " + binding.name() + ", " + binding.creds()
                : " would be refused: " + ConnectFailures.why(refusal)));
    return runtime;
  }

  private String nearMiss(String url, Targets targets, @Nullable String user) {
    for (BindingSettings each : settings.bindings()) {
      String nearMiss = each.nearMiss(url, targets, user);
      if (nearMiss != null) {
        return ", though it leads where binding " + each.name() + " is for: " + nearMiss;
      }
    }
    return "";
  }

  private static String leftAlone(BindingSettings binding, Targets servers) {
    return " would be left as it is: binding "
        + binding.name()
        + " has no "
        + binding.urlSetting()
        + ", so it would be for "
        + servers.whole().server()
        + " if that accepts its credential";
  }

  /** As {@link dev.leasehold.inject.SelfBinding} refuses a connection that may lead elsewhere. */
  private static boolean isRefused(@Nullable Targets servers, Targets targets) {
    return !targets.areCertain() && (servers == null || targets.namesWithin(servers));
  }

  private @Nullable BindingRuntime runtimeOf(BindingSettings binding) {
    for (BindingRuntime runtime : runtimes) {
      if (runtime.binding() == binding) {
        return runtime;
      }
    }
    return null;
  }
}
