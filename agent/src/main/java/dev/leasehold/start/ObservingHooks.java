package dev.leasehold.start;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.ConnectionRequest;
import dev.leasehold.inject.Entrance;
import dev.leasehold.inject.Entrances;
import dev.leasehold.observe.Log;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Touches no connection, and says once of each sort what would be done to it. */
final class ObservingHooks implements Hooks {

  /** Enough for any application that does not make up URLs as it goes. */
  private static final int MOST_LINES = 1000;

  private final Map<String, Entrance> entrances;
  private final Settings settings;
  private final Log log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  ObservingHooks(Map<String, Entrance> entrances, Settings settings, Log log) {
    this.entrances = entrances;
    this.settings = settings;
    this.log = log;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String entrance, @Nullable Object target, @Nullable Object first, @Nullable Object second) {
    ConnectionRequest request = Entrances.read(entrances, entrance, target, first, second);
    if (request != null) {
      observe(request);
    }
    return null;
  }

  private void observe(ConnectionRequest request) {
    String user = request.user();
    BindingSettings binding = settings.binding(request.url(), user);
    String url = request.dialect().withoutCredentials(request.url());
    String connection = beforeQuery(url) + " as " + user;
    String line =
        binding == null
            ? connection + " matches no binding"
            : connection + " would get a credential of " + binding.credsPath();
    if (told.size() < MOST_LINES && told.add(line)) {
      log.info("observed, not touched: " + line);
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

  @Override
  public boolean isRetired(Object connection) {
    return false;
  }

  @Override
  public Throwable explain(Object connection, Throwable thrown) {
    return thrown;
  }

  @Override
  public boolean isToGo(String kind, Object pooled) {
    return false;
  }

  @Override
  public void poolStarted(String kind, Object pool) {
    // Nothing will need to be evicted.
  }

  @Override
  public void poolStopped(Object pool) {
    // Nor is a pool known.
  }
}
