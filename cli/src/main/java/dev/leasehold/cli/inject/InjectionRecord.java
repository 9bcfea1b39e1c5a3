// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The record of the additions to a pod, in the annotation {@code leasehold.dev/injected}. Volumes,
 * mounts and the init container have names of their own and are not in it. For one thread.
 *
 * <p>An example: {@code v1 orders:JAVA_TOOL_OPTIONS+,VAULT_ADDR,LEASEHOLD_CREDS volumes=[]}. A plus
 * says that the variable was there, and a word was put into its value. An {@link InheritedName}
 * belongs to a variable that was there under its own name. A place with an equals sign had no item,
 * but its key was there. The text after the sign is the key's value: the text of a null, or
 * brackets. A word that begins with a plus is a {@link PodField}. A container that got mounts alone
 * has no variable. A word that begins with an exclamation mark is the earlier value of the switch
 * of Vault's injector.
 */
final class InjectionRecord {

  private static final String VERSION = "v1";

  /** The text where a place has nothing in it. */
  private static final Pattern EMPTY = Pattern.compile("|~|null|Null|NULL|\\[\\h*]|\\{\\h*}");

  /** The text in place of a switch that was turned off. */
  static final String OFF = "\"false\"";

  private static final Pattern ON = Pattern.compile("([\"']?)(1|t|T|TRUE|true|True)\\1");

  private static final Pattern VARIABLE =
      Pattern.compile(
          "("
              + String.join("|", JavaOptions.NAMES)
              + ")\\+?|"
              + InheritedName.PREFIX
              + "("
              + String.join("|", JavaOptions.NAMES)
              + ")|"
              + String.join("|", PodIdentity.NAMES)
              + "|(VAULT|LEASEHOLD)_[A-Z0-9_]+");

  private final Map<String, List<String>> variables = new LinkedHashMap<>();
  private final Map<String, String> originals = new LinkedHashMap<>();
  private final Set<PodField> fields = EnumSet.noneOf(PodField.class);

  private @Nullable String switchedOff;

  /**
   * Adds the earlier value of a switch that says false now.
   *
   * @param text its value as it was written
   * @return false where {@link #parse} does not take the text
   */
  boolean turnedOff(String text) {
    switchedOff = text;
    return ON.matcher(text).matches();
  }

  /** Returns the earlier value of the switch of Vault's injector; null where it was left alone. */
  @Nullable String switchedOff() {
    return switchedOff;
  }

  /** Adds that something was added to the container. */
  void container(String name) {
    variables.computeIfAbsent(name, key -> new ArrayList<>());
  }

  /** Adds that a variable was added to the container. */
  void variable(String container, String name) {
    variables.computeIfAbsent(container, key -> new ArrayList<>()).add(name);
  }

  /** Adds that a field was added to the pod. */
  void field(PodField field) {
    fields.add(field);
  }

  /** Adds the earlier value of an empty place. */
  void original(String place, String text) {
    originals.put(place, text);
  }

  /** Returns the fields that were added to the pod. */
  Set<PodField> fields() {
    return fields;
  }

  /** Returns the variables that were added, by container. */
  Map<String, List<String>> variables() {
    return variables;
  }

  /** Returns the earlier value of an empty place; null where its key was not there. */
  @Nullable String original(String place) {
    return originals.get(place);
  }

  /** Returns the text of the annotation. */
  String text() {
    StringBuilder text = new StringBuilder(VERSION);
    variables.forEach(
        (container, names) ->
            text.append(' ').append(container).append(':').append(String.join(",", names)));
    fields.forEach(field -> text.append(" +").append(field.path()));
    text.append(switchedOff == null ? "" : " !" + switchedOff);
    originals.forEach((place, value) -> text.append(' ').append(place).append('=').append(value));
    return text.toString();
  }

  /**
   * Reads the text of the annotation.
   *
   * @throws InjectionException when it is not of this version
   */
  static InjectionRecord parse(String text) throws InjectionException {
    String[] words = text.split(" ", -1);
    if (!words[0].equals(VERSION)) {
      throw new InjectionException(
          "annotation "
              + PodSettingNames.PREFIX
              + PodSettingNames.INJECTED
              + " is not of version "
              + VERSION
              + ": use the leasehold that wrote it");
    }
    InjectionRecord record = new InjectionRecord();
    for (String word : words) {
      record.read(word);
    }
    return record;
  }

  /**
   * Takes a word of the annotation. It is text that anybody may have written, and the manifest is
   * changed by it: nothing is taken that is never written.
   */
  private void read(String word) throws InjectionException {
    int equals = word.indexOf('=');
    int colon = word.indexOf(':');
    if (equals >= 0) {
      String text = word.substring(equals + 1);
      if (!EMPTY.matcher(text).matches()) {
        throw changed("\"" + text + "\" is no empty value");
      }
      original(word.substring(0, equals), text);
    } else if (word.startsWith("!")) {
      if (!turnedOff(word.substring(1))) {
        throw changed("\"" + word.substring(1) + "\" is no switch that was on");
      }
    } else if (word.startsWith("+")) {
      PodField field = PodField.of(word.substring(1));
      if (field == null) {
        throw changed("field " + word.substring(1) + " is none that leasehold adds");
      }
      field(field);
    } else if (colon >= 0 && colon == word.length() - 1) {
      container(word.substring(0, colon));
    } else if (colon >= 0) {
      for (String name : word.substring(colon + 1).split(",", -1)) {
        if (!VARIABLE.matcher(name).matches()) {
          throw changed("variable " + name + " is none that leasehold adds");
        }
        variable(word.substring(0, colon), name);
      }
    }
  }

  private static InjectionException changed(String what) {
    return new InjectionException(
        "annotation "
            + PodSettingNames.PREFIX
            + PodSettingNames.INJECTED
            + " was changed: "
            + what
            + "; restore it from the manifest that leasehold wrote");
  }
}
