// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import dev.leasehold.config.ConfigException;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Setting;
import dev.leasehold.config.Settings;
import dev.leasehold.config.SidecarSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pod: its annotations, and the options of the command line where an annotation
 * is absent.
 */
final class PodSettings {

  /** The value of {@link PodSettingNames#MODE} that asks for a sidecar. */
  private static final String SIDECAR = "sidecar";

  private static final String AGENT_MODE = Setting.MODE.propertyName() + ": unknown value";
  private static final String FILE = "file:";

  private final Map<String, String> words = new TreeMap<>();
  private final boolean sidecar;

  PodSettings(Map<String, String> annotations, Map<String, String> options) {
    words.putAll(options);
    annotations.forEach(this::annotate);
    sidecar = SIDECAR.equals(words.get(PodSettingNames.MODE));
    if (sidecar) {
      words.remove(PodSettingNames.MODE);
    }
  }

  /** A blank value, as a chart's value that nobody set, says nothing against an option. */
  private void annotate(String name, String value) {
    if (!value.isBlank()) {
      words.put(name, value);
    }
  }

  /** Returns the value of one of {@link PodSettingNames}, or null. */
  @Nullable String word(String name) {
    String value = words.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** Returns the variable that the JVM's option is to be in, which may be none that there is. */
  String javaOptionsVariable() {
    String name = word(PodSettingNames.JAVA_OPTIONS_VARIABLE);
    return name == null ? JavaOptions.TOOL_OPTIONS : name;
  }

  /** Returns whether the pod gets a sidecar, and not the agent. */
  boolean asksForSidecar() {
    return sidecar;
  }

  /** Returns whether the sidecar sends a signal. */
  boolean signals() {
    return someBindingHas(Setting.SIGNAL, value -> !value.isBlank());
  }

  /** Returns whether only the sidecar's own user may read some file of it. */
  boolean hasFileOfOneUser() {
    return someBindingHas(Setting.FILE_FORMAT, "pgpass"::equals)
        || someBindingHas(Setting.FILE_MODE, value -> value.endsWith("400"));
  }

  private boolean someBindingHas(Setting setting, Predicate<String> value) {
    return words.entrySet().stream()
        .filter(
            word ->
                word.getKey().equals(setting.key()) || word.getKey().endsWith("." + setting.key()))
        .anyMatch(word -> value.test(word.getValue()));
  }

  /** Returns whether credentials are named, for the pod as a whole or by the variables. */
  boolean namesCredentials(GivenVariables given) {
    for (Setting setting : List.of(Setting.CREDS, Setting.BINDINGS, Setting.CONFIG)) {
      if (isGiven(setting, given) || word(setting.key()) != null) {
        return true; // A setting that is given and empty is a finding of the validation.
      }
    }
    return false;
  }

  /** Returns whether some credentials come from Vault, as far as can be seen. */
  boolean needsVault(GivenVariables given) {
    if (value(Setting.CONFIG, given) != null || isUnknown(Setting.BINDINGS, given)) {
      return true;
    }
    List<String> creds = new ArrayList<>();
    for (String binding : bindings(given)) {
      String own = given.value(environmentName(binding + "." + Setting.CREDS.key()));
      creds.add(own == null ? word(binding + "." + Setting.CREDS.key()) : own);
    }
    if (creds.isEmpty()) {
      creds.add(value(Setting.CREDS, given));
    }
    return creds.stream().anyMatch(each -> each == null || !each.startsWith(FILE));
  }

  /**
   * Returns whether a token of the pod's service account is needed to log in to Vault.
   *
   * @throws InjectionException when the way to log in is not known
   */
  boolean needsToken(GivenVariables given) throws InjectionException {
    if (value(Setting.AUTH_TOKEN_FILE, given) != null) {
      return false;
    }
    if (isUnknown(Setting.AUTH_METHOD, given)) {
      throw new InjectionException(
          Setting.AUTH_METHOD.environmentName()
              + " comes from elsewhere, and says whether the pod needs a token for Vault: write"
              + " its value out");
    }
    String method = value(Setting.AUTH_METHOD, given);
    return method == null || method.equals("kubernetes") || method.equals("jwt");
  }

  /** Returns whether the certificates of Vault's authority are mounted. */
  boolean needsCertificates(GivenVariables given) {
    return word(PodSettingNames.CA_CONFIG_MAP) != null
        && value(Setting.VAULT_CACERT, given) == null;
  }

  /** Returns the variables to add to a container: each setting that it does not have. */
  Map<String, String> variables(GivenVariables given) {
    boolean vault = needsVault(given);
    Map<String, String> variables = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      String value = word(setting.key());
      if (value != null && !isGiven(setting, given) && (vault || !isOfVault(setting))) {
        variables.put(variable(setting), value);
      }
    }
    words.forEach(
        (word, value) -> {
          String variable = environmentName(word);
          if (isOfBinding(word) && !value.isBlank() && !given.has(variable)) {
            variables.put(variable, value);
          }
        });
    return variables;
  }

  /**
   * Returns the setting's value for the container, from its environment first; empty where it is
   * not known, null where there is none.
   */
  @Nullable String value(Setting setting, GivenVariables given) {
    String own = given.value(setting.environmentName());
    String alias = setting.alias();
    String value = own == null && alias != null ? given.value(alias) : own;
    return value == null || value.isEmpty() && !isUnknown(setting, given)
        ? isGiven(setting, given) ? null : word(setting.key())
        : value;
  }

  /**
   * Holds the settings to the agent's own rules, or to the sidecar's. A value from elsewhere is
   * taken as right.
   *
   * @param place where a setting is given, by its name as a property or a variable
   * @throws InjectionException naming every problem
   */
  void validate(GivenVariables given, SettingPlace place) throws InjectionException {
    boolean open = value(Setting.CONFIG, given) != null || isUnknown(Setting.BINDINGS, given);
    Map<String, String> properties = new HashMap<>();
    words.forEach(
        (word, value) -> {
          if (!PodSettingNames.OWN.contains(word) && !given.has(environmentName(word))) {
            properties.put(Setting.PREFIX + word, value);
          }
        });
    AssumedSettings assumed = new AssumedSettings(properties, given, bindings(given));
    if (isUnknown(Setting.AUTH_METHOD, given)) {
      assumed.assumeLogin();
    }
    if (open) {
      assumed.assumeBindings();
    }
    read(assumed.inputs(), place);
  }

  /** The place in a manifest that gives a setting. */
  interface SettingPlace {

    /** Returns the place; null where the manifest does not give it. */
    @Nullable YamlNode of(String name);
  }

  private void read(ProcessInputs inputs, SettingPlace place) throws InjectionException {
    try {
      if (sidecar) {
        SidecarSettings.read(inputs, false, (binding, problems) -> {});
      } else {
        Settings.read(inputs);
      }
    } catch (ConfigException e) {
      throw new InjectionException(
          e.problems().stream()
              .map(
                  problem -> problem.startsWith(AGENT_MODE) ? problem + "; or " + SIDECAR : problem)
              .map(problem -> new InjectionProblem(problem, place.of(name(problem))))
              .toList());
    }
  }

  /** Each problem begins with the setting as its source spells it. */
  private static String name(String problem) {
    return problem.substring(0, problem.indexOf(':')).split(" ", 2)[0];
  }

  /**
   * Returns the names of the bindings; none where there is but one binding, or they are not known.
   */
  private List<String> bindings(GivenVariables given) {
    String names = value(Setting.BINDINGS, given);
    List<String> bindings = new ArrayList<>();
    for (String name : names == null ? new String[0] : names.split(",", -1)) {
      if (!name.isBlank()) {
        bindings.add(name.strip());
      }
    }
    return bindings;
  }

  /** Returns the variable that a setting is written as: Vault's own variable if it has any. */
  static String variable(Setting setting) {
    String alias = setting.alias();
    return alias == null ? setting.environmentName() : alias;
  }

  private static boolean isUnknown(Setting setting, GivenVariables given) {
    return given.isUnknown(setting.environmentName()) || given.isUnknown(variable(setting));
  }

  private static boolean isGiven(Setting setting, GivenVariables given) {
    return given.has(setting.environmentName()) || given.has(variable(setting));
  }

  private static boolean isOfVault(Setting setting) {
    return setting.key().startsWith("vault.") || setting.key().startsWith("auth.");
  }

  private static boolean isOfBinding(String word) {
    if (PodSettingNames.OWN.contains(word)) {
      return false;
    }
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(word)) {
        return false;
      }
    }
    return true;
  }

  static String environmentName(String word) {
    return "LEASEHOLD_" + word.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
