// SPDX-License-Identifier: Apache-2.0
package com.example.batch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Properties;

/** The settings in application.properties. */
final class Settings {

  private static final String FILE = "application.properties";

  private final Properties properties;

  private Settings(Properties properties) {
    this.properties = properties;
  }

  /** Reads the given file, else the file in the working directory, else the file in the jar. */
  static Settings load(String[] args) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = open(args)) {
      properties.load(in);
    }
    return new Settings(properties);
  }

  private static InputStream open(String[] args) throws IOException {
    if (args.length > 0) {
      return Files.newInputStream(Paths.get(args[0]));
    }
    Path here = Paths.get(FILE);
    return Files.exists(here)
        ? Files.newInputStream(here)
        : Settings.class.getResourceAsStream("/" + FILE);
  }

  String url() {
    return properties.getProperty("jdbc.url");
  }

  String user() {
    return properties.getProperty("jdbc.user");
  }

  String password() {
    return properties.getProperty("jdbc.password");
  }

  int threads() {
    return Integer.parseInt(properties.getProperty("threads", "1"));
  }

  long seconds() {
    return Long.parseLong(properties.getProperty("seconds", "0"));
  }

  long queries() {
    return Long.parseLong(properties.getProperty("queries", "0"));
  }
}
