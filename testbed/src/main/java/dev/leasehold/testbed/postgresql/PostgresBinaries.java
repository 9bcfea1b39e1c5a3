// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import dev.leasehold.testbed.Cache;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.process.ServerDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * PostgreSQL's programs, unpacked once from the jar that Maven put under {@code
 * testbed/target/postgresql}.
 */
final class PostgresBinaries {
  private static final String ARCHIVES = "testbed/target/postgresql";

  private PostgresBinaries() {}

  /** The directory of {@code initdb} and {@code postgres}; the user may run them. */
  static Path directory(PostgresVersion version, PostgresUser user) {
    Path jar = archive(version);
    String release = jar.getFileName().toString().replace(".jar", "");
    Path target = user.cache().resolve("postgresql").resolve(release);
    try {
      Cache.provide(target, "PostgreSQL's programs", staging -> unpack(jar, staging));
    } catch (IOException e) {
      throw new TestBedException("cannot unpack PostgreSQL " + release + " to " + target, e);
    }
    return target.resolve("bin");
  }

  private static Path archive(PostgresVersion version) {
    Path archives = SourceTree.root().resolve(ARCHIVES);
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(archives, version.major() + ".*.jar")) {
      Iterator<Path> found = jars.iterator();
      if (found.hasNext()) {
        return found.next();
      }
      throw new TestBedException("no PostgreSQL " + version.major() + " in " + archives);
    } catch (IOException e) {
      throw new TestBedException(
          archives + " is not there: run mvn -pl testbed generate-resources", e);
    }
  }

  private static void unpack(Path jar, Path target) throws IOException {
    try (InputStream file = Files.newInputStream(jar);
        ZipInputStream entries = new ZipInputStream(file)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().endsWith(".txz")) {
          Tarball.unpack(entries, target);
          return;
        }
      }
    }
    ServerDirectory.remove(target);
    throw new TestBedException(jar + " holds no .txz");
  }
}
