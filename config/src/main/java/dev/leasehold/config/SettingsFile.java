// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the properties file: {@link Properties}' syntax, UTF-8, at most 1 MiB, a regular file. */
final class SettingsFile {

  private SettingsFile() {}

  /** Returns the file's settings; null where it cannot be read, which is a problem then. */
  static @Nullable List<RawSetting> read(RawSetting config, Problems problems) {
    String text = text(config, problems);
    Properties properties = text == null ? null : parse(config.value, text, problems);
    if (properties == null) {
      return null;
    }
    List<RawSetting> found = new ArrayList<>();
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      found.add(
          new RawSetting(
              SettingSource.FILE, name, properties.getProperty(name, "").trim(), config.value));
    }
    return found;
  }

  private static @Nullable String text(RawSetting config, Problems problems) {
    File file = new File(config.value);
    try {
      byte[] bytes = BoundedFile.read(file, BoundedFile.MAX_BYTES, "settings as properties");
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (UnfitFileException e) {
      problems.add(config.where(), file + " " + e.getMessage());
      return null;
    }
  }

  private static @Nullable Properties parse(String file, String text, Problems problems) {
    Properties properties = load(text);
    if (properties == null) {
      problems.add(
          file + " line " + firstBadLine(text),
          "a backslash and u begin an escape of four hexadecimal digits; write a backslash as \\\\");
    }
    return properties;
  }

  private static @Nullable Properties load(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
      return properties;
    } catch (IllegalArgumentException badEscape) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail to be read", e);
    }
  }

  /** A file that has a bad escape has it from that line on, so halving finds it. */
  private static int firstBadLine(String text) {
    List<Integer> ends = lineEnds(text);
    int low = 0;
    int high = ends.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (load(text.substring(0, ends.get(middle))) == null) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low + 1;
  }

  private static List<Integer> lineEnds(String text) {
    List<Integer> ends = new ArrayList<>();
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      ends.add(i);
    }
    ends.add(text.length());
    return ends;
  }
}
