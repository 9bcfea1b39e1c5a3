// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import dev.leasehold.vault.VaultConnection;
import dev.leasehold.vault.VaultLogin;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole configuration, validated. Immutable. */
public final class Settings {

  /** The line to log when {@link #configured()} is false. */
  public static final String NOT_CONFIGURED =
      "not configured, so it does nothing. Set leasehold.creds (LEASEHOLD_CREDS) to the path of the"
          + " credentials in Vault, as in database/creds/orders, or to a file, as in"
          + " file:/vault/secrets/db.properties";

  private final Mode mode;
  private final @Nullable VaultConnection vault;
  private final @Nullable VaultLogin login;
  private final List<BindingSettings> bindings;
  private final @Nullable ProcessSettings process;
  private final List<String> description;

  private Settings(Mode mode, List<String> description) {
    this.mode = mode;
    this.vault = null;
    this.login = null;
    this.bindings = Collections.emptyList();
    this.process = null;
    this.description = description;
  }

  private Settings(RawSettings given, Problems problems) {
    SettingReader reader = new SettingReader(given, problems, null);
    this.mode = reader.choice(Setting.MODE, Mode.values());
    if (given.skipsVerification()) {
      problems.add(RawSettings.SKIP_VERIFY, KnownNames.SKIP_VERIFY);
    }
    boolean vaults = Bindings.needVault(given);
    this.vault = vaults ? VaultSettings.read(reader) : null;
    this.login = vaults ? AuthSettings.read(reader) : null;
    this.bindings = Collections.unmodifiableList(Bindings.read(given, problems));
    this.process = new ProcessSettings(reader);
    this.description = Collections.unmodifiableList(given.describe());
  }

  /**
   * Reads and validates all settings. Reads the properties file, nothing else. Where the mode is
   * off nothing more is read, and where nothing names credentials no value is looked at.
   *
   * @throws ConfigException naming every problem found
   */
  public static Settings read(ProcessInputs inputs) throws ConfigException {
    Problems problems = new Problems();
    RawSettings given = RawSettings.gather(inputs, problems, Setting.Program.AGENT);
    if (given.isOff()) {
      return new Settings(Mode.OFF, Collections.<String>emptyList());
    }
    if (!given.namesCredentials() && !problems.any()) {
      return new Settings(Mode.INJECT, Collections.unmodifiableList(given.describe()));
    }
    Settings settings = new Settings(given, problems);
    problems.throwIfAny();
    return settings;
  }

  /**
   * Returns whether a bad configuration should end the JVM: false unless {@code
   * leasehold.fail-fast} is given and true. The inputs may hold mistakes.
   */
  public static boolean failFast(ProcessInputs inputs) {
    RawSetting given = find(Setting.FAIL_FAST, inputs, Setting.Program.AGENT);
    return given != null && given.value.equalsIgnoreCase("true");
  }

  /**
   * Returns whether the settings ask for observe mode, so that connections are to be left alone.
   * Reads this setting alone, as the inputs may be wrong otherwise.
   */
  public static boolean observes(ProcessInputs inputs) {
    RawSetting given = find(Setting.MODE, inputs, Setting.Program.AGENT);
    return given != null && given.value.equalsIgnoreCase(Mode.OBSERVE.name());
  }

  /**
   * Returns the file that says why the process has no credential, as far as it can be told from
   * inputs that may be wrong. Nothing is known of the file itself. The sidecar asks as well, so a
   * mode ends no reading here.
   */
  public static Path terminationLog(ProcessInputs inputs) {
    RawSetting given = find(Setting.TERMINATION_LOG, inputs, Setting.Program.SIDECAR);
    try {
      return Paths.get(given == null ? standardTerminationLog() : given.value);
    } catch (InvalidPathException bad) {
      return Paths.get(standardTerminationLog());
    }
  }

  private static @Nullable RawSetting find(
      Setting setting, ProcessInputs inputs, Setting.Program reader) {
    return RawSettings.gather(inputs, new Problems(), reader).find(setting, null);
  }

  private static String standardTerminationLog() {
    return String.valueOf(Setting.TERMINATION_LOG.defaultText());
  }

  /** Returns whether there is a creds path. Without it only mode and description hold anything. */
  public boolean configured() {
    return process != null;
  }

  /** Returns the treatment of connections that match. */
  public Mode mode() {
    return mode;
  }

  /** Returns whether some binding has a path in Vault; else no request is made. */
  public boolean usesVault() {
    return vault != null;
  }

  /** Returns how to reach Vault; only when {@link #usesVault()}. */
  public VaultConnection vault() {
    return configured(vault);
  }

  /** Returns how to log in; only when {@link #usesVault()}. */
  public VaultLogin login() {
    return configured(login);
  }

  /** Returns the bindings in the order listed; empty unless {@link #configured()}. */
  public List<BindingSettings> bindings() {
    return bindings;
  }

  /**
   * Returns the binding for such a connection, or null. A binding with a user comes before a
   * binding without.
   *
   * @throws UncertainTargetException when it cannot be told whether there is a binding
   */
  public @Nullable BindingSettings binding(
      String jdbcUrl, Targets targets, @Nullable String configuredUser)
      throws UncertainTargetException {
    BindingSettings found = null;
    for (int i = 0; i < bindings.size(); i++) {
      BindingSettings binding = bindings.get(i);
      boolean better = found == null || binding.user() != null;
      PatternCoverage coverage =
          better ? binding.covers(jdbcUrl, targets, configuredUser) : PatternCoverage.NO;
      if (coverage == PatternCoverage.UNCERTAIN) {
        throw UncertainTargetMessage.of(binding, targets);
      }
      if (coverage == PatternCoverage.YES) {
        found = binding;
      }
    }
    return found;
  }

  /**
   * Returns the drivers that are named by their class, each with its dialect; only when configured.
   */
  public Map<String, UrlDialect> drivers() {
    return configured(process).drivers;
  }

  /** Returns the longest time for revocation when the JVM ends; only when configured. */
  public Duration shutdownTimeout() {
    return configured(process).shutdownTimeout;
  }

  /** Returns whether SIGHUP reads files and rotates; only when configured. */
  public boolean listensToHangups() {
    return configured(process).hangups;
  }

  /** Returns where scrapes are answered, not looked up; null for nowhere; only when configured. */
  public @Nullable InetSocketAddress metricsListen() {
    return configured(process).metricsListen;
  }

  /** Returns whether the metrics are in JMX; only when configured. */
  public boolean hasMetricsInJmx() {
    return configured(process).jmx;
  }

  /** Returns whether the application's Micrometer has the metrics; only when configured. */
  public boolean hasMetricsInMicrometer() {
    return configured(process).micrometer;
  }

  /** Returns whether recordings of the Flight Recorder have events; only when configured. */
  public boolean hasEventsInJfr() {
    return configured(process).jfr;
  }

  /** Returns the least severe line to write; only when configured. */
  public LogLevel logLevel() {
    return configured(process).logLevel;
  }

  /** Returns which setting came from which source, a line each, without values. */
  public List<String> describe() {
    return description;
  }

  private static <T> T configured(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(NOT_CONFIGURED);
    }
    return part;
  }

  private static final class ProcessSettings {
    private final Duration shutdownTimeout;
    private final LogLevel logLevel;
    private final boolean hangups;
    private final @Nullable InetSocketAddress metricsListen;
    private final boolean jmx;
    private final boolean micrometer;
    private final boolean jfr;
    private final Map<String, UrlDialect> drivers;

    ProcessSettings(SettingReader reader) {
      this.shutdownTimeout = reader.duration(Setting.SHUTDOWN_TIMEOUT);
      reader.flag(Setting.FAIL_FAST); // Validated only, as the next; the start reads the sources.
      reader.text(Setting.TERMINATION_LOG);
      this.logLevel = reader.choice(Setting.LOG_LEVEL, LogLevel.values());
      this.hangups = isOn(reader, Setting.SIGHUP);
      this.metricsListen = reader.parsed(Setting.METRICS_LISTEN, ListenAddress::ofPort);
      this.jmx = isOn(reader, Setting.METRICS_JMX);
      this.micrometer = isOn(reader, Setting.METRICS_MICROMETER);
      this.jfr = isOn(reader, Setting.METRICS_JFR);
      this.drivers = DriverNames.read(reader);
    }

    private static boolean isOn(SettingReader reader, Setting setting) {
      return reader.choice(setting, Switch.values()) == Switch.ON;
    }
  }
}
