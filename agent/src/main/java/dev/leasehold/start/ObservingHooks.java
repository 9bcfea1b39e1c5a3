package dev.leasehold.start;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.ConnectionRequest;
import dev.leasehold.inject.Entrance;
import dev.leasehold.inject.Entrances;
import dev.leasehold.inject.OwnConnections;
import dev.leasehold.observe.ObservationReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Touches no connection: counts what would be done to it, and shows the lives of leases how to
 * connect, so that they can try their credentials.
 */
final class ObservingHooks implements Hooks {

  private final Map<String, Entrance> entrances;
  private final Settings settings;
  private final List<BoundLife> lives;
  private final ObservationReport report;

  ObservingHooks(
      Map<String, Entrance> entrances,
      Settings settings,
      List<BoundLife> lives,
      ObservationReport report) {
    this.entrances = entrances;
    this.settings = settings;
    this.lives = lives;
    this.report = report;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String entrance, @Nullable Object target, @Nullable Object first, @Nullable Object second) {
    try {
      ConnectionRequest request = Entrances.read(entrances, entrance, target, first, second);
      if (request != null && !OwnConnections.isOpening()) {
        observe(request);
      }
    } catch (RuntimeException | LinkageError fault) {
      report.connection("a connection that could not be looked at: " + fault);
    }
    return null;
  }

  private void observe(ConnectionRequest request) {
    String user = request.user();
    BindingSettings binding = settings.binding(request.url(), user);
    String url = request.dialect().withoutCredentials(request.url());
    String connection = "connection to " + beforeQuery(url) + " as " + user;
    if (binding == null) {
      report.connection(connection + " matches no binding");
      return;
    }
    report.connection(
        connection
            + " would get a credential of binding "
            + binding.name()
            + ", "
            + binding.credsPath());
    for (BoundLife life : lives) {
      if (life.binding() == binding) {
        life.observed(request);
      }
    }
  }

  /** A driver's options may be secrets as well. */
  private static String beforeQuery(String url) {
    int end = 0;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != ';') {
      end++;
    }
    return url.substring(0, end);
  }
}
