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
 * A cluster with the application's database and the roles of {@code deploy/postgresql}. The cluster
 * is made once for each version of PostgreSQL and each content of that folder, beside the programs
 * in the cache. Each server starts with a copy, which takes less processor time than {@code initdb}
 * and {@code CREATE DATABASE}.
 *
 * @param binaries the programs of PostgreSQL
 * @param user the user that servers run as
 * @param directory has the data directory, which no server runs on, and the passwords
 */
record PostgresTemplate(Path binaries, PostgresUser user, Path directory) {
  private static final String SUPERUSER = "postgres";
  private static final String VAULT = "vault";
  private static final List<String> OPTIONS =
      List.of("--username=" + SUPERUSER, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C");

  /** Finds it, or makes it as the user that servers run as. */
  static PostgresTemplate find(PostgresVersion version) {
    PostgresUser user = PostgresUser.find();
    Path binaries = PostgresBinaries.directory(version, user);
    Path release = Objects.requireNonNull(binaries.getParent());
    String content = Integer.toHexString(List.of(OPTIONS, PostgresServer.preparation()).hashCode());
    Path directory = release.resolveSibling(release.getFileName() + "-cluster-" + content);
    try {
      Cache.provide(
          directory,
          "a PostgreSQL cluster",
          staging -> new PostgresTemplate(binaries, user, staging).make());
    } catch (IOException e) {
      throw new TestBedException("cannot make the PostgreSQL cluster in " + directory, e);
    }
    return new PostgresTemplate(binaries, user, directory);
  }

  /** Makes a cluster that a server may run on. */
  PostgresCluster copy() {
    PostgresCluster cluster = PostgresCluster.create(binaries, user, superuser(), "postgresql");
    cluster.copyFrom(original());
    return cluster;
  }

  /** Returns the login of Vault in every copy. */
  Login vault() {
    return login(VAULT);
  }

  private void make() throws IOException {
    Secrets.write(password(SUPERUSER), Secrets.random());
    Secrets.write(password(VAULT), Secrets.random());
    user.own(directory);
    user.own(password(SUPERUSER));
    PostgresCluster original = original();
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("initdb").toString());
    command.add("--pgdata=" + original.data());
    command.add("--pwfile=" + password(SUPERUSER));
    command.addAll(OPTIONS);
    Command.run(directory, user.running(command));
    PostgresServer.prepare(original, vault());
  }

  private PostgresCluster original() {
    return new PostgresCluster(binaries, user, superuser(), directory);
  }

  private Login superuser() {
    return login(SUPERUSER);
  }

  private Login login(String name) {
    try {
      return new Login(name, Files.readString(password(name)));
    } catch (IOException e) {
      throw new TestBedException("cannot read the password of " + name + " in " + directory, e);
    }
  }

  private Path password(String name) {
    return directory.resolve("password-of-" + name);
  }
}
