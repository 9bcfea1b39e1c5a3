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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a new driver or pool is added to. */
public final class Catalog {

  private Catalog() {}

  /** Returns how to reach a pool, by the kind that woven code names. */
  public static Map<String, PoolIntegration> poolKinds() {
    Map<String, PoolIntegration> kinds = new HashMap<>();
    kinds.put(HikariWeaving.KIND, new HikariIntegration());
    kinds.put(TomcatWeaving.KIND, new TomcatIntegration());
    kinds.put(DbcpWeaving.FIRST, DbcpIntegration.first());
    kinds.put(DbcpWeaving.SECOND, DbcpIntegration.second());
    kinds.put(C3p0Weaving.KIND, C3p0Pool::new);
    kinds.put(BoneCpWeaving.KIND, new BoneCpIntegration());
    kinds.put(AgroalWeaving.KIND, new AgroalIntegration());
    kinds.put(AwsMonitorWeaving.KIND, AwsMonitor::new);
    kinds.put(DruidWeaving.KIND, new DruidIntegration());
    kinds.put(ViburWeaving.KIND, new ViburIntegration());
    kinds.put(UcpWeaving.KIND, new UcpIntegration());
    kinds.put(HibernateWeaving.KIND, new HibernateIntegration());
    kinds.put(PgPoolingWeaving.KIND, new PgPoolingIntegration());
    kinds.put(BitronixWeaving.KIND, new BitronixIntegration());
    kinds.put(GlassFishWeaving.KIND, new GlassFishIntegration());
    kinds.put(R2dbcPoolWeaving.KIND, R2dbcPool::new);
    kinds.put(R2dbcPoolWeaving.EVICTION, new R2dbcEvictionIntegration());
    kinds.put(R2dbcPoolWeaving.SCHEDULE, new R2dbcScheduleIntegration());
    kinds.put(VertxPoolWeaving.KIND, VertxPool::new);
    kinds.put(VertxPoolWeaving.EVICTION, new VertxPoolIntegration());
    return kinds;
  }

  /** Returns all classes that are woven. */
  public static List<WovenClass> wovenClasses() {
    List<WovenClass> classes = new ArrayList<>(Drivers.wovenClasses());
    classes.addAll(pools());
    return classes;
  }

  /**
   * Returns the names of the pools' classes that are woven, and of those that stand for such a pool
   * on threads of its own. Whenever one of these pools opens a connection, one of its classes is on
   * the stack.
   */
  public static Set<String> poolClasses() {
    Set<String> names = new HashSet<>();
    for (WovenClass woven : pools()) {
      names.add(woven.name());
    }
    names.add(UcpWeaving.OPENS);
    return names;
  }

  private static List<WovenClass> pools() {
    List<WovenClass> classes = new ArrayList<>();
    classes.addAll(HikariWeaving.classes());
    classes.addAll(TomcatWeaving.classes());
    classes.addAll(DbcpWeaving.classes());
    classes.addAll(C3p0Weaving.classes());
    classes.addAll(BoneCpWeaving.classes());
    classes.addAll(AgroalWeaving.classes());
    classes.addAll(AwsMonitorWeaving.classes());
    classes.addAll(DruidWeaving.classes());
    classes.addAll(ViburWeaving.classes());
    classes.addAll(UcpWeaving.classes());
    classes.addAll(HibernateWeaving.classes());
    classes.addAll(PgPoolingWeaving.classes());
    classes.addAll(BitronixWeaving.classes());
    classes.addAll(GlassFishWeaving.classes());
    classes.addAll(R2dbcPoolWeaving.classes());
    classes.addAll(VertxPoolWeaving.classes());
    return classes;
  }
}
