// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by type, for the process or for one binding. A wrong value goes to the problems and
 * a stand-in is returned, so that reading goes on; nothing read so is ever published.
 */
final class SettingReader {

  private final RawSettings given;
  private final Problems problems;
  private final @Nullable String binding;

  SettingReader(RawSettings given, Problems problems, @Nullable String binding) {
    this.given = given;
    this.problems = problems;
    this.binding = binding;
  }

  /**
   * Returns the value that was given. A binding's own value comes before the value for all
   * bindings.
   */
  @Nullable RawSetting given(Setting setting) {
    boolean own = setting.scope() != Setting.Scope.PROCESS;
    RawSetting found = own ? given.find(setting, binding) : given.find(setting, null);
    return found == null && setting.scope() == Setting.Scope.INHERITED
        ? given.find(setting, null)
        : found;
  }

  /** Returns how a message names the setting: as it was given, else by its property name. */
  String where(Setting setting) {
    RawSetting found = given(setting);
    return found == null ? setting.propertyName(binding) : found.where();
  }

  void problem(Setting setting, String what) {
    problems.add(where(setting), what);
  }

  /**
   * Returns the text; null when it is neither given nor has a default. For a text with a control
   * character, which is a problem, the default stands in.
   */
  @Nullable String text(Setting setting) {
    String text = readable(setting);
    return text == null ? setting.defaultText() : text;
  }

  /**
   * Returns the text, or its default where none is given; null when there is neither. Null for a
   * text with a control character as well, which is a problem.
   */
  private @Nullable String readable(Setting setting) {
    RawSetting found = given(setting);
    String text = found == null ? setting.defaultText() : found.value;
    for (int i = 0; text != null && i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        problem(setting, "a control character at position " + (i + 1) + "; remove it");
        return null;
      }
    }
    return text;
  }

  /**
   * Returns the text; where none is given, {@code why} is the problem, unless another problem says
   * already why it is not there.
   */
  String required(Setting setting, String why) {
    String text = text(setting);
    if (text != null) {
      return text;
    }
    if (given(setting) == null && !given.explainsAbsence(setting, binding)) {
      String property = setting.propertyName(binding);
      String alias = setting.alias();
      problems.add(
          property + " (" + (alias == null ? Setting.environmentName(property) : alias) + ")", why);
    }
    return "";
  }

  /**
   * Returns the result of {@code parser} for the text; null when there is no text, or when the
   * parser refuses it. The parser's message is the problem then.
   *
   * @param parser throws {@link IllegalArgumentException} with the rest of a sentence that begins
   *     with the setting
   */
  <T> @Nullable T parsed(Setting setting, Parser<T> parser) {
    String text = text(setting);
    try {
      return text == null ? null : parser.parse(text);
    } catch (IllegalArgumentException bad) {
      problem(setting, String.valueOf(bad.getMessage()));
      return null;
    }
  }

  /** Makes a value of a text. */
  interface Parser<T> {
    T parse(String text);
  }

  boolean flag(Setting setting) {
    String text = text(setting);
    if (!"true".equalsIgnoreCase(text) && !"false".equalsIgnoreCase(text)) {
      problem(setting, "neither true nor false; write one of them");
    }
    return "true".equalsIgnoreCase(text);
  }

  /** Returns the value that the setting names; of a setting that has a default. */
  <E extends Enum<E>> E choice(Setting setting, E[] values) {
    E choice = optionalChoice(setting, values);
    return choice == null ? values[0] : choice;
  }

  /**
   * Returns the value that the setting names, with a hyphen for each underscore. Null when the
   * setting is not given, and when its value is unknown or cannot be read, which is a problem.
   */
  <E extends Enum<E>> @Nullable E optionalChoice(Setting setting, E[] values) {
    String text = readable(setting);
    for (E value : values) {
      if (value.name().replace('_', '-').equalsIgnoreCase(text)) {
        return value;
      }
    }
    if (text != null) {
      problem(setting, "unknown value; expected one of " + setting.type().label());
    }
    return null;
  }

  /** Returns the fraction, from 0.1 to 0.9. */
  double fraction(Setting setting) {
    String text = text(setting);
    double value = text != null && isDecimal(text) ? Double.parseDouble(text) : Double.NaN;
    if (!(value >= 0.1 && value <= 0.9)) {
      problem(setting, "not a fraction from 0.1 to 0.9; write for example 0.66");
    }
    return value;
  }

  /** Returns the number, from 1 to 64. */
  int count(Setting setting) {
    String text = text(setting);
    int value = text != null && text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
    if (value < 1 || value > 64) {
      problem(setting, "not a whole number from 1 to 64; write for example 16");
    }
    return value;
  }

  private static boolean isDecimal(String text) {
    boolean digit = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
      digit |= c != '.';
    }
    return digit && text.indexOf('.') == text.lastIndexOf('.');
  }

  /** Returns the duration, over zero; of a setting that has a default. */
  Duration duration(Setting setting) {
    Duration duration = optionalDuration(setting);
    return duration == null ? Duration.ofMillis(1) : duration;
  }

  /** Returns the duration, over zero; null when none is given. */
  @Nullable Duration optionalDuration(Setting setting) {
    String text = text(setting);
    if (text == null) {
      return null;
    }
    RawSetting found = given(setting);
    boolean vaults = found != null && found.name.equals(setting.alias());
    try {
      Duration duration = vaults ? DurationText.parseAsVault(text) : DurationText.parse(text);
      if (!duration.isZero()) {
        return duration;
      }
      problem(setting, "a duration of zero; write a longer duration");
    } catch (BadValueException e) {
      problem(setting, String.valueOf(e.getMessage()));
    }
    return null;
  }
}
