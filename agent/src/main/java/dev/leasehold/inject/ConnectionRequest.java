package dev.leasehold.inject;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What the application asked a driver for. The application's own objects are only read. */
final class ConnectionRequest {

  private final DriverDialect dialect;
  private final String url;
  private final @Nullable Properties info;

  ConnectionRequest(DriverDialect dialect, String url, @Nullable Properties info) {
    this.dialect = dialect;
    this.url = url;
    this.info = info;
  }

  /** Returns the dialect of the URL; null when no known driver takes it. */
  static @Nullable DriverDialect dialectOf(List<DriverDialect> dialects, @Nullable String url) {
    for (DriverDialect dialect : dialects) {
      if (url != null && url.startsWith(dialect.urlPrefix())) {
        return dialect;
      }
    }
    return null;
  }

  DriverDialect dialect() {
    return dialect;
  }

  String url() {
    return url;
  }

  /** Returns the configured user; the URL's goes first, as it does in the driver. */
  @Nullable String user() {
    String inUrl = dialect.userIn(url);
    if (inUrl != null || info == null) {
      return inUrl;
    }
    return info.getProperty(dialect.userProperty());
  }

  String urlWithoutCredentials() {
    return dialect.withoutCredentials(url);
  }

  /** Returns a flat copy, defaults included, without anything that would name a credential. */
  Properties copyWithoutCredentials() {
    Properties copy = new Properties();
    if (info != null) {
      for (Map.Entry<Object, Object> entry : info.entrySet()) {
        copy.put(entry.getKey(), entry.getValue()); // What is no string is the driver's to judge.
      }
      for (String name : info.stringPropertyNames()) {
        copy.setProperty(name, info.getProperty(name));
      }
    }
    copy.keySet().removeAll(dialect.credentialProperties());
    return copy;
  }
}
