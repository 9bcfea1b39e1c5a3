// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.UrlDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTextTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @ParameterizedTest
  @MethodSource("dev.leasehold.config.UrlDialect#ofKnownDrivers")
  void meansNoOtherDriverWhereThePatternIsForAKnownOne(UrlDialect dialect) throws IOException {
    String url = "url=" + dialect.urlBeginning() + "//db";
    assertThat(SettingsText.of(url).mayMeanOtherDrivers()).isFalse();
    assertThat(inFile("leasehold." + url).mayMeanOtherDrivers()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"url=jdbc:db2://db", "drivers=com.edb.Driver=postgresql"})
  void mayMeanAnotherDriver(String setting) throws IOException {
    assertThat(SettingsText.of(setting).mayMeanOtherDrivers()).isTrue();
    assertThat(inFile("leasehold." + setting).mayMeanOtherDrivers()).isTrue();
  }

  @Test
  void mayMeanAnyDriverWhereTheFileIsNotWhatItSeems() throws Exception {
    assertThat(inFile("leasehold.dr\\u0069vers=com.edb.Driver").mayMeanOtherDrivers()).isTrue();
    assertThat(inFile("#".repeat(1 << 20)).mayMeanOtherDrivers()).isTrue();
    assertThat(of(folder).mayMeanOtherDrivers()).isTrue();
    assertThat(of(folder.resolve("missing")).mayMeanOtherDrivers()).isTrue();
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(of(pipe).mayMeanOtherDrivers()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s=%s=postgresql", "%s = %s=postgresql, x.Y=jdbc", "%s:\t%s=mysql\r"})
  void findsTheNamesOfClassesInAFile(String line) throws IOException {
    String text =
        "# ours\n" + line.formatted("leasehold.drivers", "com.edb.Driver") + "\nleasehold";
    assertThat(inFile(text).classNames()).contains("com/edb/Driver");
  }

  @Test
  void takesNoClassOfACommentNorOfAFileWithoutDriversForADriver() throws IOException {
    String drivers = "leasehold.drivers=com.edb.Driver=postgresql";
    String comments = "# for com.acme.Orders\n ! as com.acme.Main\n" + drivers;
    assertThat(inFile(comments).classNames())
        .contains("com/edb/Driver")
        .noneMatch(name -> name.startsWith("com/acme/"));
    assertThat(inFile("leasehold.vault.addr=https://com.acme.Main").classNames())
        .noneMatch(name -> name.startsWith("com/acme/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "creds=file:/a?config=1, config = %s",
        "leasehold.config=%s",
        "creds=database/creds/orders,\tleasehold.config\t= %s ,mode=inject"
      })
  void readsTheFileHoweverTheArgumentSpellsIt(String argument) throws IOException {
    Path file = Files.writeString(folder.resolve("spaced"), "leasehold.url=jdbc:acme://db");
    assertThat(SettingsText.of(argument.formatted(file)).mayMeanOtherDrivers()).isTrue();
    Files.writeString(file, "leasehold.url=jdbc:postgresql://db");
    assertThat(SettingsText.of(argument.formatted(file)).mayMeanOtherDrivers()).isFalse();
  }

  @Test
  void readsAFileWhoseNameHasACommaInIt() throws IOException {
    Path file = Files.writeString(folder.resolve("a,b"), "leasehold.url=jdbc:postgresql://db");
    String escaped = file.toString().replace(",", "\\,");
    assertThat(SettingsText.of("config=" + escaped).mayMeanOtherDrivers()).isFalse();
    Files.writeString(file, "leasehold.drivers=com.edb.Driver=postgresql");
    assertThat(SettingsText.of("config=" + escaped).classNames()).contains("com/edb/Driver");
  }

  private SettingsText inFile(String text) throws IOException {
    return of(Files.writeString(folder.resolve("leasehold.properties"), text));
  }

  private static SettingsText of(Path file) {
    return SettingsText.of("margin=2s,config=" + file + ",mode=on");
  }
}
