package dev.leasehold.inject.catalog;

import dev.leasehold.inject.DriverDialect;
import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.driver.postgresql.PostgresWeaving;
import dev.leasehold.inject.pool.hikari.HikariPoolEviction;
import dev.leasehold.inject.pool.hikari.HikariWeaving;
import dev.leasehold.inject.weave.WovenClass;
import dev.leasehold.retire.Pool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a new driver or pool is added to. */
public final class Catalog {

  private Catalog() {}

  /** Returns the drivers. */
  public static List<DriverDialect> dialects() {
    return Collections.singletonList(new PostgresDialect());
  }

  /** Returns how to reach a pool, by the kind that woven code names. */
  public static Map<String, Function<Object, Pool>> poolKinds() {
    return Collections.singletonMap(HikariWeaving.KIND, HikariPoolEviction::new);
  }

  /** Returns all classes that are woven. */
  public static List<WovenClass> wovenClasses() {
    List<WovenClass> classes = new ArrayList<>(PostgresWeaving.classes());
    classes.addAll(HikariWeaving.classes());
    return classes;
  }
}
