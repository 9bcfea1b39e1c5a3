// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.pool.agroal.AgroalWeaving;
import dev.leasehold.inject.pool.awsmonitor.AwsMonitorWeaving;
import dev.leasehold.inject.pool.bitronix.BitronixWeaving;
import dev.leasehold.inject.pool.bonecp.BoneCpWeaving;
import dev.leasehold.inject.pool.c3p0.C3p0Weaving;
import dev.leasehold.inject.pool.dbcp.DbcpWeaving;
import dev.leasehold.inject.pool.druid.DruidWeaving;
import dev.leasehold.inject.pool.glassfish.GlassFishWeaving;
import dev.leasehold.inject.pool.hibernate.HibernateWeaving;
import dev.leasehold.inject.pool.hikari.HikariWeaving;
import dev.leasehold.inject.pool.pgpooling.PgPoolingWeaving;
import dev.leasehold.inject.pool.r2dbc.R2dbcPoolWeaving;
import dev.leasehold.inject.pool.tomcat.TomcatWeaving;
import dev.leasehold.inject.pool.ucp.UcpWeaving;
import dev.leasehold.inject.pool.vertx.VertxPoolWeaving;
import dev.leasehold.inject.pool.vibur.ViburWeaving;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pools that Leasehold knows: a new pool is one line here. */
public final class Pools {

  private static final List<PoolDescription> POOLS =
      Arrays.asList(
          new HikariWeaving(),
          new TomcatWeaving(),
          new DbcpWeaving(),
          new C3p0Weaving(),
          new BoneCpWeaving(),
          new AgroalWeaving(),
          new AwsMonitorWeaving(),
          new DruidWeaving(),
          new ViburWeaving(),
          new UcpWeaving(),
          new HibernateWeaving(),
          new PgPoolingWeaving(),
          new BitronixWeaving(),
          new GlassFishWeaving(),
          new R2dbcPoolWeaving(),
          new VertxPoolWeaving());

  private Pools() {}

  /** Returns the integrations of the pools, by the kind that woven code names. */
  public static Map<String, PoolIntegration> integrations() {
    Map<String, PoolIntegration> kinds = new HashMap<>();
    for (PoolDescription pool : POOLS) {
      pool.addTo(kinds);
    }
    return kinds;
  }

  /** Returns all classes of the pools that are woven. */
  public static List<WovenClass> wovenClasses() {
    List<WovenClass> classes = new ArrayList<>();
    for (PoolDescription pool : POOLS) {
      classes.addAll(pool.classes());
    }
    return classes;
  }

  /**
   * Returns the names of the classes that are woven. Also returns the names of classes that stand
   * for such a pool on threads of its own. Whenever one of these pools opens a connection, one of
   * its classes is on the stack.
   */
  public static Set<String> classNames() {
    Set<String> names = new HashSet<>();
    for (PoolDescription pool : POOLS) {
      for (WovenClass woven : pool.classes()) {
        names.add(woven.name());
      }
      names.addAll(pool.openers());
    }
    return names;
  }
}
