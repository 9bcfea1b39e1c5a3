// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README has some of the settings, and its words about them are true. */
class ReadmeSettingsTest {

  @Test
  void namesSettingsThatExistWithTheDefaultsThatTheyHave() throws IOException {
    Map<String, String> defaults = defaultsByName();
    assertThat(defaults).hasSizeGreaterThan(5);
    defaults.forEach(
        (name, shown) -> {
          Optional<Setting> setting = named(name);
          assertThat(setting).as(name).isPresent();
          String actual = setting.map(Setting::defaultText).orElse(null);
          assertThat(shown.startsWith("`") ? shown : null)
              .as("default of " + name)
              .isEqualTo(actual == null ? null : "`" + actual + "`");
        });
  }

  private static Optional<Setting> named(String name) {
    return Stream.of(Setting.values())
        .filter(setting -> name.equals(setting.alias()) || name.equals(setting.environmentName()))
        .findFirst();
  }

  private static Map<String, String> defaultsByName() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    int begin = readme.indexOf(SettingsTable.BEGIN);
    List<String> lines =
        readme.substring(begin, readme.indexOf(SettingsTable.END)).lines().toList();
    Map<String, String> defaults = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.startsWith("| `")) {
        List<String> cells = List.of(line.split("\\|", -1));
        defaults.put(cells.get(1).trim().replace("`", ""), cells.get(2).trim());
      }
    }
    return defaults;
  }
}
