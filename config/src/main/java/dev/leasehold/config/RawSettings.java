// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values of all sources by property name. The first source wins. For one thread. */
final class RawSettings {

  static final String SKIP_VERIFY = "VAULT_SKIP_VERIFY";
  private static final String ENVIRONMENT_PREFIX = "LEASEHOLD_";

  private final List<RawSetting> all = new ArrayList<>();
  private final Map<String, RawSetting> byName = new TreeMap<>();
  private final Problems problems;
  private boolean skipsVerification;
  private boolean badBindings;
  private List<String> bindings = Collections.emptyList();

  private RawSettings(Problems problems) {
    this.problems = problems;
  }

  static RawSettings gather(SettingsSources sources, Problems problems) {
    RawSettings given = new RawSettings(problems);
    given.collect(sources);
    if (!given.isOff()) {
      given.resolve();
    }
    return given;
  }

  /** Returns the binding names that were listed; empty when there is one binding at most. */
  List<String> bindings() {
    return bindings;
  }

  /** Returns whether the binding names are wrong, so that no binding can be read. */
  boolean badBindings() {
    return badBindings;
  }

  /** Returns what was given for the setting; null is the only binding. An empty value is none. */
  @Nullable RawSetting find(Setting setting, @Nullable String binding) {
    return byName.get(setting.propertyName(binding));
  }

  /** Refuses what only another program reads. */
  void refuseAllBut(Setting.Program reader) {
    List<@Nullable String> names = new ArrayList<>(bindings);
    names.add(null);
    for (Setting setting : Setting.values()) {
      Setting.Program program = setting.program();
      if (program != null && program != reader) {
        for (String name : names) {
          RawSetting found = find(setting, name);
          if (found != null) {
            problems.add(
                found.where(), "only the " + program.label() + " reads it; remove it here");
          }
        }
      }
    }
  }

  /** Returns whether {@code leasehold.mode} is off, whatever else may be wrong. */
  boolean isOff() {
    RawSetting mode = first(Setting.MODE);
    return mode != null && mode.value.equalsIgnoreCase(Mode.OFF.name());
  }

  /** Returns where each setting came from, without values. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, RawSetting> entry : byName.entrySet()) {
      RawSetting given = entry.getValue();
      lines.add(entry.getKey() + " from " + given.source.label() + detail(entry.getKey(), given));
    }
    return lines;
  }

  private static String detail(String name, RawSetting given) {
    return given.where().equals(name) || given.source == SettingSource.AGENT_ARGUMENT
        ? ""
        : " (" + given.where() + ")";
  }

  private void collect(SettingsSources sources) {
    String argument = sources.agentArgument();
    if (argument != null) {
      keep(AgentArgument.read(argument, problems));
    }
    for (String name : new TreeSet<>(sources.systemProperties().keySet())) {
      if (name.startsWith(Setting.PREFIX)) {
        keep(
            new RawSetting(
                SettingSource.SYSTEM_PROPERTY, name, value(sources.systemProperties(), name)));
      }
    }
    for (String name : new TreeSet<>(sources.environment().keySet())) {
      if (name.startsWith(ENVIRONMENT_PREFIX)) {
        keep(new RawSetting(SettingSource.ENVIRONMENT, name, value(sources.environment(), name)));
      }
    }
    collectAliases(sources.environment());
    RawSetting config = first(Setting.CONFIG);
    if (config != null && !isOff()) {
      keep(SettingsFile.read(config, problems));
    }
  }

  private void collectAliases(Map<String, String> environment) {
    for (Setting setting : Setting.values()) {
      String alias = setting.alias();
      if (alias != null && environment.containsKey(alias)) {
        keep(new RawSetting(SettingSource.ENVIRONMENT, alias, value(environment, alias)));
      }
    }
    skipsVerification = isTrue(value(environment, SKIP_VERIFY));
  }

  /** Returns whether the environment asks Vault's tools not to verify certificates. */
  boolean skipsVerification() {
    return skipsVerification;
  }

  /** Go's {@code strconv.ParseBool}, with which Vault reads the variable. */
  private static boolean isTrue(String value) {
    return value.equals("1") || value.equalsIgnoreCase("t") || value.equalsIgnoreCase("true");
  }

  /** A Kubernetes service called leasehold-something puts such variables into every container. */
  private static boolean isServiceLink(RawSetting given) {
    String name = given.name;
    return given.source == SettingSource.ENVIRONMENT
        && (name.endsWith("_PORT")
            || name.contains("_PORT_")
            || name.contains("_SERVICE_HOST")
            || name.contains("_SERVICE_PORT"));
  }

  private static String value(Map<String, String> map, String name) {
    String value = map.get(name);
    return value == null ? "" : value.trim();
  }

  private void keep(List<RawSetting> given) {
    for (RawSetting one : given) {
      keep(one);
    }
  }

  private void keep(RawSetting given) {
    all.add(given);
  }

  private @Nullable RawSetting first(Setting setting) {
    for (RawSetting given : all) {
      if (given.name.equals(given.source.spelling(setting)) && !given.value.isEmpty()) {
        return given;
      }
    }
    return null;
  }

  private void resolve() {
    RawSetting names = first(Setting.BINDINGS);
    if (names != null) {
      Problems ofNames = new Problems();
      bindings = BindingNames.read(names, ofNames);
      badBindings = ofNames.any();
      problems.addAll(ofNames);
    }
    KnownNames known = new KnownNames(bindings);
    for (RawSetting given : all) {
      String name = given.name.startsWith("VAULT_") ? aliased(given) : known.propertyName(given);
      if (name == null) {
        if (!isServiceLink(given)) {
          problems.add(given.where(), known.advice(given));
        }
      } else if (given.source == SettingSource.FILE && name.equals(Setting.CONFIG.propertyName())) {
        problems.add(given.where(), "a file cannot name another; remove the line");
      } else if (!given.value.isEmpty() && !byName.containsKey(name)) {
        byName.put(name, given);
      }
    }
    refuseEmpty();
  }

  /**
   * Where no setting names credentials, an empty value is a mistake, for example of a template
   * whose variable is not set. The application would continue with its configured password.
   */
  private void refuseEmpty() {
    if (!bindings.isEmpty() || byName.containsKey(Setting.CREDS.propertyName())) {
      return;
    }
    for (RawSetting given : all) {
      if (given.value.isEmpty() && mayNameCredentials(given)) {
        problems.add(
            given.where(),
            "empty, and no path of credentials is set; write the path in Vault, as in"
                + " database/creds/orders, or set leasehold.mode=off");
      }
    }
  }

  private static boolean mayNameCredentials(RawSetting given) {
    for (Setting setting : new Setting[] {Setting.CREDS, Setting.BINDINGS, Setting.CONFIG}) {
      if (given.name.equals(given.source.spelling(setting))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String aliased(RawSetting given) {
    for (Setting setting : Setting.values()) {
      if (given.name.equals(setting.alias()) && given.source == SettingSource.ENVIRONMENT) {
        return setting.propertyName();
      }
    }
    return null;
  }
}
