// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
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
  private final Setting.Program reader;
  private boolean skipsVerification;
  private boolean unreadFile;
  private boolean emptyCredentials;
  private BindingNames bindings = BindingNames.NONE;

  private RawSettings(Problems problems, Setting.Program reader) {
    this.problems = problems;
    this.reader = reader;
  }

  /**
   * Returns the values that are for a program. Unknown names are problems, and so are settings that
   * only the other program reads.
   */
  static RawSettings gather(ProcessInputs inputs, Problems problems, Setting.Program reader) {
    RawSettings given = new RawSettings(problems, reader);
    given.collect(inputs);
    if (!given.isOff()) {
      given.resolve();
      given.refuseOtherPrograms();
    }
    return given;
  }

  /** Returns the names of the bindings that were listed. */
  BindingNames bindings() {
    return bindings;
  }

  /** Returns whether some setting names credentials: the path of the only binding, or bindings. */
  boolean namesCredentials() {
    return !bindings.all().isEmpty() || find(Setting.CREDS, null) != null;
  }

  /**
   * Returns whether another problem explains already why a setting is missing. An unreadable file
   * may have it, the binding's name is wrong, or its value is empty. Then nobody is told to write
   * the setting.
   */
  boolean explainsAbsence(Setting setting, @Nullable String binding) {
    boolean wrongName = setting.scope() == Setting.Scope.BINDING && bindings.isWrong(binding);
    return unreadFile || wrongName || (emptyCredentials && setting == Setting.CREDS);
  }

  /**
   * Returns the value that was given for the setting; null is the only binding. An empty value is
   * none.
   */
  @Nullable RawSetting find(Setting setting, @Nullable String binding) {
    return byName.get(setting.propertyName(binding));
  }

  private void refuseOtherPrograms() {
    List<@Nullable String> names = new ArrayList<>(bindings.all());
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

  /** Returns whether the agent is switched off, whether or not other settings are wrong. */
  boolean isOff() {
    RawSetting mode = reader == Setting.Program.AGENT ? first(Setting.MODE) : null;
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

  private void collect(ProcessInputs inputs) {
    String argument = inputs.agentArgument();
    if (argument != null) {
      keep(AgentArgument.read(argument, problems));
    }
    for (String name : new TreeSet<>(inputs.systemProperties().keySet())) {
      if (name.startsWith(Setting.PREFIX)) {
        keep(
            new RawSetting(
                SettingSource.SYSTEM_PROPERTY, name, value(inputs.systemProperties(), name)));
      }
    }
    for (String name : new TreeSet<>(inputs.environment().keySet())) {
      if (name.startsWith(ENVIRONMENT_PREFIX)) {
        keep(new RawSetting(SettingSource.ENVIRONMENT, name, value(inputs.environment(), name)));
      }
    }
    collectAliases(inputs.environment());
    RawSetting config = first(Setting.CONFIG);
    if (config != null && !isOff()) {
      List<RawSetting> found = SettingsFile.read(config, problems);
      unreadFile = found == null;
      if (found != null) {
        keep(found);
      }
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
      bindings = BindingNames.read(names, problems);
    }
    KnownNames known = new KnownNames(bindings.all());
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
    if (namesCredentials()) {
      return;
    }
    for (RawSetting given : all) {
      if (given.value.isEmpty() && mayNameCredentials(given)) {
        emptyCredentials = true;
        unreadFile |= given.name.equals(given.source.spelling(Setting.CONFIG));
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
