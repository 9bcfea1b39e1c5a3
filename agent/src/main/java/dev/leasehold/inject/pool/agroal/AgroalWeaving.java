package dev.leasehold.inject.pool.agroal;

import dev.leasehold.inject.weave.Site;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;

/** The class of Agroal that is woven. */
public final class AgroalWeaving {

  /** What woven code calls this pool. */
  public static final String KIND = "agroal";

  private AgroalWeaving() {}

  /** Returns the class and which calls go into it. */
  public static List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "io/agroal/pool/ConnectionPool",
            Site.started(KIND, "<init>"),
            Site.stopped("close()V")));
  }
}
