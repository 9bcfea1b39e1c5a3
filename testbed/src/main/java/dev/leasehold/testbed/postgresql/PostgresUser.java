// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.Cache;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's user that PostgreSQL runs as: this JVM's own, or, as PostgreSQL refuses
 * root, {@code postgres} if there is such a user, else {@code nobody}.
 */
final class PostgresUser {
  private static final Path HERE = Path.of("/");

  private final @Nullable UserPrincipal other;

  private PostgresUser(@Nullable UserPrincipal other) {
    this.other = other;
  }

  static PostgresUser find() {
    if (!Command.run(HERE, List.of("id", "-u")).equals("0")) {
      return new PostgresUser(null);
    }
    UserPrincipal postgres = lookUp("postgres");
    UserPrincipal found = postgres == null ? lookUp("nobody") : postgres;
    if (found == null) {
      throw new TestBedException(
          "PostgreSQL refuses to run as root, and there is no user postgres or nobody: run as another user");
    }
    return new PostgresUser(found);
  }

  /** Where this user can run programs from. */
  Path cache() {
    return other == null ? Cache.directory() : Cache.readableByAll();
  }

  /** Its name where it is not this JVM's own. */
  Optional<String> name() {
    return Optional.ofNullable(other).map(UserPrincipal::getName);
  }

  void own(Path path) {
    if (other == null) {
      return;
    }
    try {
      Files.setOwner(path, other);
    } catch (IOException e) {
      throw new TestBedException("cannot give " + path + " to " + other.getName(), e);
    }
  }

  /** The command that runs the given command as this user. */
  List<String> running(List<String> command) {
    if (other == null) {
      return command;
    }
    String group = Command.run(HERE, List.of("id", "-g", other.getName()));
    List<String> whole = new ArrayList<>();
    whole.addAll(
        List.of("setpriv", "--reuid=" + other.getName(), "--regid=" + group, "--clear-groups"));
    whole.addAll(command);
    return whole;
  }

  private static @Nullable UserPrincipal lookUp(String name) {
    try {
      return HERE.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    } catch (UserPrincipalNotFoundException e) {
      return null;
    } catch (IOException e) {
      throw new TestBedException("cannot look up the user " + name, e);
    }
  }
}
