package dev.leasehold.start;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.DriverDialect;
import dev.leasehold.observe.Log;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Touches no connection, and says once of each sort what would be done to it. */
final class ObservingHooks implements Hooks {

  /** Enough for any application that does not make up URLs as it goes. */
  private static final int MOST_LINES = 1000;

  private final List<DriverDialect> dialects;
  private final Settings settings;
  private final Log log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  ObservingHooks(List<DriverDialect> dialects, Settings settings, Log log) {
    this.dialects = dialects;
    this.settings = settings;
    this.log = log;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      Object driver, @Nullable String url, @Nullable Properties info) {
    for (DriverDialect dialect : dialects) {
      if (url != null && url.startsWith(dialect.urlPrefix())) {
        observe(dialect, url, info);
      }
    }
    return null;
  }

  private void observe(DriverDialect dialect, String url, @Nullable Properties info) {
    String inUrl = dialect.userIn(url);
    String user = inUrl != null || info == null ? inUrl : info.getProperty(dialect.userProperty());
    BindingSettings binding = settings.binding(url, user);
    String connection = beforeQuery(dialect.withoutCredentials(url)) + " as " + user;
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
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
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
