// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import dev.leasehold.testbed.sql.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A connection that leads to another place than the pattern of a binding means: a line of {@code
 * urls-that-lead-elsewhere.tsv}.
 *
 * @param pattern the binding's
 * @param properties beside user and password, separated by spaces
 */
record Elsewhere(String pattern, String url, String properties) {

  private static final String TABLE = "urls-that-lead-elsewhere.tsv";

  static List<Elsewhere> all() {
    try (InputStream table = Objects.requireNonNull(Elsewhere.class.getResourceAsStream(TABLE))) {
      List<Elsewhere> all = new ArrayList<>();
      for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          String[] parts = line.split("\t", -1);
          all.add(new Elsewhere(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The patterns, each once; a binding each. */
  static List<String> patterns() {
    return all().stream().map(Elsewhere::pattern).distinct().toList();
  }

  /** The account that connections of this pattern's binding are configured with. */
  static Login account(String pattern) {
    return new Login("app" + patterns().indexOf(pattern), Client.STATIC.password());
  }

  /** {@code postgresql} and so on. */
  static String subprotocol(String pattern) {
    return pattern.split(":", -1)[1];
  }

  @Override
  public String toString() {
    return properties.isEmpty() ? url : url + " with " + properties;
  }
}
