// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.agroal.AgroalIntegration;
import dev.leasehold.inject.pool.agroal.AgroalWeaving;
import dev.leasehold.inject.pool.awsmonitor.AwsMonitor;
import dev.leasehold.inject.pool.awsmonitor.AwsMonitorWeaving;
import dev.leasehold.inject.pool.bitronix.BitronixIntegration;
import dev.leasehold.inject.pool.bitronix.BitronixWeaving;
import dev.leasehold.inject.pool.bonecp.BoneCpIntegration;
import dev.leasehold.inject.pool.bonecp.BoneCpWeaving;
import dev.leasehold.inject.pool.c3p0.C3p0Pool;
import dev.leasehold.inject.pool.c3p0.C3p0Weaving;
import dev.leasehold.inject.pool.dbcp.DbcpIntegration;
import dev.leasehold.inject.pool.dbcp.DbcpWeaving;
import dev.leasehold.inject.pool.druid.DruidIntegration;
import dev.leasehold.inject.pool.druid.DruidWeaving;
import dev.leasehold.inject.pool.glassfish.GlassFishIntegration;
import dev.leasehold.inject.pool.glassfish.GlassFishWeaving;
import dev.leasehold.inject.pool.hibernate.HibernateIntegration;
import dev.leasehold.inject.pool.hibernate.HibernateWeaving;
import dev.leasehold.inject.pool.hikari.HikariIntegration;
import dev.leasehold.inject.pool.hikari.HikariWeaving;
import dev.leasehold.inject.pool.pgpooling.PgPoolingIntegration;
import dev.leasehold.inject.pool.pgpooling.PgPoolingWeaving;
import dev.leasehold.inject.pool.r2dbc.R2dbcEvictionIntegration;
import dev.leasehold.inject.pool.r2dbc.R2dbcPool;
import dev.leasehold.inject.pool.r2dbc.R2dbcPoolWeaving;
import dev.leasehold.inject.pool.r2dbc.R2dbcScheduleIntegration;
import dev.leasehold.inject.pool.tomcat.TomcatIntegration;
import dev.leasehold.inject.pool.tomcat.TomcatWeaving;
import dev.leasehold.inject.pool.ucp.UcpIntegration;
import dev.leasehold.inject.pool.ucp.UcpWeaving;
import dev.leasehold.inject.pool.vertx.VertxPool;
import dev.leasehold.inject.pool.vertx.VertxPoolIntegration;
import dev.leasehold.inject.pool.vertx.VertxPoolWeaving;
import dev.leasehold.inject.pool.vibur.ViburIntegration;
import dev.leasehold.inject.pool.vibur.ViburWeaving;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a new driver or pool is added to. */
public final class Catalog {

  private Catalog() {}

  /** Returns the pools, one entry each. */
  private static List<PoolEntry> pools() {
    return Arrays.asList(
        PoolEntry.of(HikariWeaving.classes()).kind(HikariWeaving.KIND, new HikariIntegration()),
        PoolEntry.of(TomcatWeaving.classes()).kind(TomcatWeaving.KIND, new TomcatIntegration()),
        PoolEntry.of(DbcpWeaving.classes())
            .kind(DbcpWeaving.FIRST, DbcpIntegration.first())
            .kind(DbcpWeaving.SECOND, DbcpIntegration.second()),
        PoolEntry.of(C3p0Weaving.classes()).kind(C3p0Weaving.KIND, C3p0Pool::new),
        PoolEntry.of(BoneCpWeaving.classes()).kind(BoneCpWeaving.KIND, new BoneCpIntegration()),
        PoolEntry.of(AgroalWeaving.classes()).kind(AgroalWeaving.KIND, new AgroalIntegration()),
        PoolEntry.of(AwsMonitorWeaving.classes()).kind(AwsMonitorWeaving.KIND, AwsMonitor::new),
        PoolEntry.of(DruidWeaving.classes()).kind(DruidWeaving.KIND, new DruidIntegration()),
        PoolEntry.of(ViburWeaving.classes()).kind(ViburWeaving.KIND, new ViburIntegration()),
        PoolEntry.of(UcpWeaving.classes())
            .kind(UcpWeaving.KIND, new UcpIntegration())
            .opensIn(UcpWeaving.OPENS),
        PoolEntry.of(HibernateWeaving.classes())
            .kind(HibernateWeaving.KIND, new HibernateIntegration()),
        PoolEntry.of(PgPoolingWeaving.classes())
            .kind(PgPoolingWeaving.KIND, new PgPoolingIntegration()),
        PoolEntry.of(BitronixWeaving.classes())
            .kind(BitronixWeaving.KIND, new BitronixIntegration()),
        PoolEntry.of(GlassFishWeaving.classes())
            .kind(GlassFishWeaving.KIND, new GlassFishIntegration()),
        PoolEntry.of(R2dbcPoolWeaving.classes())
            .kind(R2dbcPoolWeaving.KIND, R2dbcPool::new)
            .kind(R2dbcPoolWeaving.EVICTION, new R2dbcEvictionIntegration())
            .kind(R2dbcPoolWeaving.SCHEDULE, new R2dbcScheduleIntegration()),
        PoolEntry.of(VertxPoolWeaving.classes())
            .kind(VertxPoolWeaving.KIND, VertxPool::new)
            .kind(VertxPoolWeaving.EVICTION, new VertxPoolIntegration()));
  }

  /** Returns how to reach a pool, by the kind that woven code names. */
  public static Map<String, PoolIntegration> poolKinds() {
    Map<String, PoolIntegration> kinds = new HashMap<>();
    for (PoolEntry pool : pools()) {
      kinds.putAll(pool.kinds());
    }
    return kinds;
  }

  /** Returns all classes that are woven. */
  public static List<WovenClass> wovenClasses() {
    List<WovenClass> classes = new ArrayList<>(Drivers.wovenClasses());
    for (PoolEntry pool : pools()) {
      classes.addAll(pool.classes());
    }
    return classes;
  }

  /**
   * Returns the names of the pools' classes that are woven, and of those that stand for such a pool
   * on threads of its own. Whenever one of these pools opens a connection, one of its classes is on
   * the stack.
   */
  public static Set<String> poolClasses() {
    Set<String> names = new HashSet<>();
    for (PoolEntry pool : pools()) {
      names.addAll(pool.openers());
    }
    return names;
  }
}
