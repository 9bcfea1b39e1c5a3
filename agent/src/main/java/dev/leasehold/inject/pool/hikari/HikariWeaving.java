package dev.leasehold.inject.pool.hikari;

import dev.leasehold.inject.weave.Site;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;

/** The class of HikariCP that is woven. */
public final class HikariWeaving {

  /** What woven code calls this pool. */
  public static final String KIND = "hikari";

  private HikariWeaving() {}

  /** Returns the class and which calls go into it. */
  public static List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "com/zaxxer/hikari/pool/HikariPool",
            Site.started(KIND, "<init>"),
            Site.stopped("shutdown()V")));
  }
}
