// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.Cache;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.Secrets;
import dev.leasehold.testbed.sql.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A cluster as {@code initdb} makes it. It is made once for each version of PostgreSQL, beside its
 * programs in the cache. Each server starts with a copy, which takes less than half of {@code
 * initdb}'s processor time.
 *
 * @param data the data directory, which no server runs on
 * @param superuser the login of the superuser in every copy
 */
record PostgresTemplate(Path data, Login superuser) {
  private static final String USER = "postgres";
  private static final List<String> OPTIONS =
      List.of("--username=" + USER, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C");

  /** Finds it, or makes it as the user that servers run as. */
  static PostgresTemplate find(Path binaries, PostgresUser user) {
    Path release = Objects.requireNonNull(binaries.getParent());
    String options = Integer.toHexString(OPTIONS.hashCode());
    Path directory = release.resolveSibling(release.getFileName() + "-cluster-" + options);
    try {
      Cache.provide(directory, "a PostgreSQL cluster", staging -> make(binaries, user, staging));
      Login superuser = new Login(USER, Files.readString(password(directory)));
      return new PostgresTemplate(data(directory), superuser);
    } catch (IOException e) {
      throw new TestBedException("cannot make the PostgreSQL cluster in " + directory, e);
    }
  }

  private static void make(Path binaries, PostgresUser user, Path directory) throws IOException {
    Secrets.write(password(directory), Secrets.random());
    user.own(password(directory));
    user.own(Files.createDirectory(data(directory)));
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("initdb").toString());
    command.add("--pgdata=" + data(directory));
    command.add("--pwfile=" + password(directory));
    command.addAll(OPTIONS);
    Command.run(directory, user.running(command));
  }

  private static Path password(Path directory) {
    return directory.resolve("superuser-password");
  }

  private static Path data(Path directory) {
    return directory.resolve("data");
  }
}
