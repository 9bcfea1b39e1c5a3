// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a binding: its path, and the connections that get its credential. */
public final class BindingSettings {

  /** The name of the only binding, where {@code leasehold.bindings} lists none. */
  public static final String DEFAULT_NAME = "default";

  /** Stands in for a location that is missing or wrong; never published. */
  private static final CredentialLocation NOWHERE = CredentialLocation.parse("not/set");

  private final String name;
  private final String urlSetting;
  private final String userSetting;
  private final CredentialLocation creds;
  private final InputFileSettings source;
  private final @Nullable UrlPattern url;
  private final @Nullable String user;
  private final @Nullable String setRole;
  private final boolean namesSessions;
  private final HandOverMode handOver;
  private final Duration handOverQuiet;
  private final int handOverLogins;
  private final RotationSettings timings;

  BindingSettings(@Nullable String name, SettingReader reader) {
    this.name = name == null ? DEFAULT_NAME : name;
    this.urlSetting = Setting.URL.propertyName(name);
    this.userSetting = Setting.USER.propertyName(name);
    reader.required(Setting.CREDS, "not set; write the path in Vault, as in database/creds/orders");
    CredentialLocation location = reader.parsed(Setting.CREDS, CredentialLocation::parse);
    this.creds = location == null ? NOWHERE : location;
    this.source = new InputFileSettings(reader);
    this.url = pattern(reader);
    this.user = reader.text(Setting.USER);
    this.setRole = reader.text(Setting.SET_ROLE);
    this.namesSessions =
        reader.choice(Setting.APPLICATION_NAME, SessionName.values()) == SessionName.STAMP;
    this.handOver = reader.choice(Setting.HAND_OVER, HandOverMode.values());
    this.handOverQuiet = reader.duration(Setting.HAND_OVER_QUIET);
    this.handOverLogins = reader.count(Setting.HAND_OVER_LOGINS);
    this.timings = new RotationSettings(reader);
    refuseRehearsalOfAFile(reader);
  }

  private void refuseRehearsalOfAFile(SettingReader reader) {
    if (creds.isFile() && timings.rehearse() != null) {
      reader.problem(
          Setting.REHEARSE,
          "the credentials of binding "
              + name
              + " are in a file, and only the program that writes the file can rotate them. Remove"
              + " it, or give it to the bindings with a path in Vault by name");
    }
  }

  private static @Nullable UrlPattern pattern(SettingReader reader) {
    String text = reader.text(Setting.URL);
    try {
      return text == null ? null : UrlPattern.parse(text);
    } catch (BadValueException e) {
      reader.problem(Setting.URL, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Returns whether the binding is for such a connection, as far as its settings say it. */
  PatternCoverage covers(String jdbcUrl, Targets targets, @Nullable String configuredUser) {
    if (user != null && !user.equals(configuredUser)) {
      return PatternCoverage.NO;
    }
    return url == null ? PatternCoverage.YES : url.covers(jdbcUrl, targets);
  }

  /**
   * Returns the only reason why a connection is not the binding's: a parameter of the pattern, or
   * the user where the pattern names hosts.
   *
   * @param jdbcUrl the application's, without a login before its hosts
   * @param targets where the driver will connect to
   * @return null when it is the binding's, and when there are other reasons
   */
  public @Nullable String nearMiss(String jdbcUrl, Targets targets, @Nullable String configured) {
    List<String> parameters = url == null ? null : url.differences(jdbcUrl, targets);
    boolean otherUser = user != null && !user.equals(configured);
    if (url == null || parameters == null || (otherUser && url.isForAnyHost())) {
      return null;
    }
    return PatternMismatch.explain(this, parameters, otherUser ? userSetting : null, configured);
  }

  /** Returns whether some connection matches both and neither is the more specific. */
  boolean conflictsWith(BindingSettings other) {
    boolean sameUser = user == null ? other.user == null : user.equals(other.user);
    return sameUser && (url == null || other.url == null || url.intersects(other.url));
  }

  /** Returns the name, as in log lines and metrics. */
  public String name() {
    return name;
  }

  /** Returns where credentials are read from. */
  public CredentialLocation creds() {
    return creds;
  }

  /** Returns how the file is read, where that is a file. */
  public InputFileSettings source() {
    return source;
  }

  /** Returns the URLs that the binding is for; null is all. */
  public @Nullable UrlPattern url() {
    return url;
  }

  /** Returns the name of the setting that says so, {@code leasehold.url} for instance. */
  public String urlSetting() {
    return urlSetting;
  }

  /** Returns the configured user that the binding is for; null is all. */
  public @Nullable String user() {
    return user;
  }

  /** Returns the role that each session takes on; null for that of the credential. */
  public @Nullable String setRole() {
    return setRole;
  }

  /** Returns whether sessions are named after pod and lease, where the application names none. */
  public boolean namesSessions() {
    return namesSessions;
  }

  /** Returns which live connections of a retired generation are moved to new sessions. */
  public HandOverMode handOver() {
    return handOver;
  }

  /** Returns how long a connection must not have been used before it is moved. */
  public Duration handOverQuiet() {
    return handOverQuiet;
  }

  /** Returns how many logins are under way at once, to move connections. */
  public int handOverLogins() {
    return handOverLogins;
  }

  /** Returns the timings. A timing that the binding does not set is the process's. */
  public RotationSettings timings() {
    return timings;
  }
}
