// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import dev.leasehold.it.Jars;
import dev.leasehold.it.Source;
import java.util.ArrayList;
import java.util.List;

/** One published version of a pool or wrapper. */
record PoolVersion(PoolLibrary pool, String artifact, String version) {

  /** Returns the versions that {@code libraries.txt} lists, pool by pool, in its order. */
  static List<PoolVersion> all() {
    List<PoolVersion> versions = new ArrayList<>();
    for (PoolLibrary pool : PoolLibrary.all()) {
      for (String line : Jars.libraries()) {
        String[] coordinates = line.split(":", -1);
        if (pool.isPublishedAs(coordinates[1])) {
          versions.add(new PoolVersion(pool, coordinates[1], coordinates[2]));
        }
      }
    }
    return versions;
  }

  /** Returns the last that is listed of each pool. */
  static List<PoolVersion> newest() {
    List<PoolVersion> all = all();
    List<PoolVersion> newest = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i + 1 == all.size() || all.get(i + 1).pool != all.get(i).pool) {
        newest.add(all.get(i));
      }
    }
    return newest;
  }

  /** Returns how the workload opens connections with it, in the JVM that runs the tests. */
  Source source() {
    Source source = pool.source(artifact + "-" + version);
    return definesClassesByReflection()
        ? source.with("--add-opens=java.base/java.lang=ALL-UNNAMED")
        : source;
  }

  /** Returns how the workload opens connections with it where each jar is a module. */
  Source inALayer() {
    return pool.inALayer(artifact + "-" + version);
  }

  /** As HikariCP did until 2.3.12, from before there were modules. */
  private boolean definesClassesByReflection() {
    return pool == PoolLibrary.HIKARI && version.equals("2.3.0");
  }

  /** Returns the beginning of its row in the document. */
  String cells() {
    return "| " + pool.title() + " | `" + artifact + "` " + version + " |";
  }

  /** Returns whether a row of the document is about it. */
  boolean isOf(String row) {
    return row.startsWith(cells());
  }

  @Override
  public String toString() {
    return pool.title() + ", " + artifact + " " + version;
  }
}
