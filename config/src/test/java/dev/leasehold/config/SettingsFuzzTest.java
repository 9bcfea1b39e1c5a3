// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFuzzTest {

  private static final String[] PIECES = {
    "=",
    ",",
    "\\",
    "\\u00",
    "\n",
    "*",
    "://",
    "jdbc:",
    "@",
    ":",
    "/",
    "?",
    "-1",
    "30",
    "5s",
    "#",
    " ",
    "\u00e9",
    "\0",
    "true",
    "http://",
    "[",
    "]",
    "%",
    "orders",
    ".",
    "leasehold."
  };

  private final Random random = new Random(11);

  private final Path directory;

  SettingsFuzzTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsOrRefusesAnyArgumentAndEnvironment() {
    for (int i = 0; i < 20_000; i++) {
      Setting setting = any();
      Sources sources = Sources.minimal().argument(any().key() + "=" + garbage());
      assertSaysWhere(sources.env(setting.environmentName(), garbage()));
    }
  }

  @Test
  void readsOrRefusesAnyFile() throws IOException {
    Path file = directory.resolve("leasehold.properties");
    for (int i = 0; i < 2_000; i++) {
      String text = any().propertyName() + "=" + garbage() + "\n" + garbage();
      Files.write(
          file,
          text.getBytes(
              random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
      assertSaysWhere(Sources.minimal().property("leasehold.config", file.toString()));
    }
  }

  private static void assertSaysWhere(Sources sources) {
    assertThat(sources.problems()).allSatisfy(problem -> assertThat(problem).contains(": "));
  }

  private Setting any() {
    return Setting.values()[random.nextInt(Setting.values().length)];
  }

  private String garbage() {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(8); length > 0; length--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
