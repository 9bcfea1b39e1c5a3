package dev.leasehold.it.pool;

import dev.leasehold.it.Source;
import java.util.Arrays;
import java.util.List;

/** A pool: the artifacts it was published as, and the workload's class for it. */
enum PoolLibrary {
  HIKARI("HikariCP", "Hikari", "HikariCP", "HikariCP-java6", "HikariCP-java7"),
  TOMCAT("Tomcat JDBC", "TomcatJdbc", "tomcat-jdbc"),
  DBCP1("Commons DBCP 1", "Dbcp1", "commons-dbcp"),
  DBCP2("Commons DBCP 2", "Dbcp2", "commons-dbcp2"),
  TOMCAT_DBCP2("Tomcat's copy of DBCP 2", "TomcatDbcp2", "tomcat-dbcp"),
  C3P0("c3p0", "C3p0", "c3p0"),
  BONECP("BoneCP", "BoneCp", "bonecp"),
  AGROAL("Agroal", "Agroal", "agroal-pool"),
  DRUID("Druid", "Druid", "druid"),
  VIBUR("Vibur", "Vibur", "vibur-dbcp");

  private final String title;
  private final String workload;
  private final List<String> artifacts;

  PoolLibrary(String title, String workload, String... artifacts) {
    this.title = title;
    this.workload = workload;
    this.artifacts = List.of(artifacts);
  }

  String title() {
    return title;
  }

  boolean isPublishedAs(String artifact) {
    return artifacts.contains(artifact);
  }

  /** Returns how the workload opens connections with a version of it. */
  Source source(String library) {
    return Source.pool(workload, library);
  }

  static List<PoolLibrary> all() {
    return Arrays.asList(values());
  }
}
