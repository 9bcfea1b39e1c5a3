// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names of hosts for one JVM, in a file that it looks at instead of asking DNS. The JVM remembers
 * no answer, as it would otherwise: 30 s if there is an answer, 10 s if there is none.
 */
final class Names {

  private final Path hosts;
  private final Path security;

  private Names(Path hosts, Path security) {
    this.hosts = hosts;
    this.security = security;
  }

  static Names known() {
    try {
      Names names =
          new Names(
              Files.createTempFile("leasehold-it-hosts-", ""),
              Files.createTempFile("leasehold-it-security-", ""));
      Files.writeString(
          names.security, "networkaddress.cache.ttl=0\nnetworkaddress.cache.negative.ttl=0\n");
      names.appear();
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(String host) {
    return host + ".test";
  }

  /** Makes the names of Vault and of the database known. */
  void appear() {
    write("127.0.0.1 " + of("vault") + " " + of("db") + "\n");
  }

  /** Makes all names unknown. */
  void vanish() {
    write("");
  }

  String javaOptions() {
    return "-Djdk.net.hosts.file=" + hosts + " -Djava.security.properties=" + security;
  }

  void remove() {
    hosts.toFile().delete();
    security.toFile().delete();
  }

  private void write(String lines) {
    try {
      Files.writeString(hosts, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
