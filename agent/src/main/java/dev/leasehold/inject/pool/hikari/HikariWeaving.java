package dev.leasehold.inject.pool.hikari;

import dev.leasehold.inject.Site;
import dev.leasehold.inject.WovenClass;
import java.util.Collections;
import java.util.List;

/** The class of HikariCP that is woven. */
public final class HikariWeaving {

  /** What woven code calls this pool. */
  public static final String KIND = "hikari";

  private HikariWeaving() {}

  /** Returns the class and where advice goes into it. */
  public static List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "com/zaxxer/hikari/pool/HikariPool",
            new Site(PoolStartAdvice.class, "<init>"),
            new Site(PoolStopAdvice.class, "shutdown()V")));
  }
}
