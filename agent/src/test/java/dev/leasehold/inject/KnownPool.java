// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.DriverInfo;

/** A pool that is known, and how an application makes it over {@link StepDriver}. */
enum KnownPool {
  HIKARI_2_3("HikariCP-2.3.13 slf4j-api-1.7.36", Of.HIKARI, "initializationFailFast=false"),
  HIKARI_2_4("HikariCP-java7-2.4.13 slf4j-api-1.7.36", Of.HIKARI, "initializationFailFast=false"),
  HIKARI_2_7("HikariCP-2.7.9 slf4j-api-1.7.36", Of.HIKARI, Of.PATIENT),
  HIKARI_3("HikariCP-3.0.0 slf4j-api-1.7.36", Of.HIKARI, Of.PATIENT),
  HIKARI_3_3("HikariCP-3.3.1 slf4j-api-1.7.36", Of.HIKARI, Of.PATIENT),
  HIKARI_4("HikariCP-4.0.3 slf4j-api-1.7.36", Of.HIKARI, Of.PATIENT),
  HIKARI_5("HikariCP-5.1.0 slf4j-api-2.0.17", Of.HIKARI, Of.PATIENT),
  HIKARI_6("HikariCP-6.2.1 slf4j-api-2.0.17", Of.HIKARI, Of.PATIENT),
  HIKARI_6_3("HikariCP-6.3.3 slf4j-api-2.0.17", Of.HIKARI, Of.PATIENT),
  HIKARI_7("HikariCP-7.1.0 slf4j-api-2.0.17", Of.HIKARI, Of.PATIENT),
  HIKARI_WITH_STATEMENTS(
      "HikariCP-7.1.0 slf4j-api-2.0.17",
      Of.HIKARI,
      Of.PATIENT + ";connectionTestQuery=SELECT 1;connectionInitSql=SELECT 2"),
  TOMCAT(
      "tomcat-jdbc-11.0.27 tomcat-juli-11.0.27",
      "org.apache.tomcat.jdbc.pool.DataSource",
      Of.INITIALLY_ONE),
  TOMCAT_8(
      "tomcat-jdbc-8.5.0 tomcat-juli-11.0.27",
      "org.apache.tomcat.jdbc.pool.DataSource",
      Of.INITIALLY_ONE),
  DBCP1(
      "commons-dbcp-1.4 commons-pool-1.5.4",
      "org.apache.commons.dbcp.BasicDataSource",
      "maxActive=SIZE"),
  DBCP2(
      "commons-dbcp2-2.14.0 commons-pool2-2.13.0 commons-logging-1.3.5",
      "org.apache.commons.dbcp2.BasicDataSource",
      "maxTotal=SIZE"),
  DBCP2_FIRST(
      "commons-dbcp2-2.0 commons-pool2-2.13.0 commons-logging-1.3.5",
      "org.apache.commons.dbcp2.BasicDataSource",
      "maxTotal=SIZE"),
  TOMCAT_DBCP2(
      "tomcat-dbcp-11.0.18 tomcat-juli-11.0.27",
      "org.apache.tomcat.dbcp.dbcp2.BasicDataSource",
      "maxTotal=SIZE"),
  C3P0("c3p0-0.14.1 mchange-commons-java-0.6.1", Of.C3P0, Of.ONE_BY_ONE),
  C3P0_0_9("c3p0-0.9.5 mchange-commons-java-0.2.9", Of.C3P0, Of.ONE_BY_ONE),
  BONECP(
      "bonecp-0.8.0.RELEASE guava-15.0 slf4j-api-1.7.36",
      "com.jolbox.bonecp.BoneCPDataSource",
      "partitionCount=1;minConnectionsPerPartition=1;maxConnectionsPerPartition=SIZE"),
  AGROAL_1_5("agroal-pool-1.5 agroal-api-1.5", Of.AGROAL, ""),
  AGROAL_1("agroal-pool-1.17 agroal-api-1.17", Of.AGROAL, ""),
  AGROAL_2("agroal-pool-2.8 agroal-api-2.8", Of.AGROAL, ""),
  AGROAL_3("agroal-pool-3.2.1 agroal-api-3.2.1", Of.AGROAL, ""),
  DRUID("druid-1.2.28", Of.DRUID, Of.DRUIDS),
  DRUID_1_0("druid-1.0.31", Of.DRUID, Of.DRUIDS),
  VIBUR(
      "vibur-dbcp-26.0 vibur-object-pool-26.0 slf4j-api-2.0.17",
      Of.VIBUR,
      "poolInitialSize=1;poolMaxSize=SIZE"),
  VIBUR_3(
      "vibur-dbcp-3.0 vibur-object-pool-3.0 concurrentlinkedhashmap-lru-1.4.2 slf4j-api-1.7.36",
      Of.VIBUR,
      "poolInitialSize=1;poolMaxSize=SIZE"),
  UCP_12("ucp-12.2.0.1 ucp-ojdbc8-12.2.0.1", Of.UCP, Of.UCPS),
  UCP("ucp-19.22.0.0 ucp-ojdbc8-19.22.0.0", Of.UCP, Of.UCPS),
  UCP_23("ucp11-23.26.4.0.0 ojdbc11-23.26.4.0.0", Of.UCP, Of.UCPS),
  BITRONIX(
      "btm-2.1.4 jta-1.1 slf4j-api-1.7.36",
      "bitronix.tm.resource.jdbc.PoolingDataSource",
      "className=bitronix.tm.resource.jdbc.lrc.LrcXADataSource;maxPoolSize=SIZE"
          + ";allowLocalTransactions=true"),
  HIBERNATE_5(String.join(" ", HibernateConnections.HIBERNATE_5), Of.HIBERNATE, ""),
  HIBERNATE_6(String.join(" ", HibernateConnections.HIBERNATE_6), Of.HIBERNATE, ""),
  PG_POOLING("postgresql-newest", Of.PG_POOLING, "maxConnections=SIZE"),
  PG_POOLING_FIRST("postgresql-42.2.2", Of.PG_POOLING, "maxConnections=SIZE");

  private static final class Of {

    static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

    /** Its first connection may fail. */
    static final String PATIENT = "initializationFailTimeout=-1";

    static final String AGROAL = "io.agroal.api.AgroalDataSource";
    static final String HIBERNATE = "Hibernate's own pool";
    static final String UCP = "oracle.ucp.jdbc.PoolDataSourceFactory";
    static final String UCPS = "maxPoolSize=SIZE;connectionFactoryClassName=DRIVER";
    static final String INITIALLY_ONE = "maxActive=SIZE;initialSize=1";
    static final String C3P0 = "com.mchange.v2.c3p0.ComboPooledDataSource";
    static final String ONE_BY_ONE =
        "maxPoolSize=SIZE;minPoolSize=1;initialPoolSize=1;acquireIncrement=1;acquireRetryDelay=50";
    static final String DRUID = "com.alibaba.druid.pool.DruidDataSource";
    static final String DRUIDS = "maxActive=SIZE;timeBetweenConnectErrorMillis=50";
    static final String VIBUR = "org.vibur.dbcp.ViburDBCPDataSource";
    static final String PG_POOLING = "org.postgresql.ds.PGPoolingDataSource";
  }

  private final String[] libraries;
  private final String type;
  private final Map<String, String> properties = new TreeMap<>();

  KnownPool(String libraries, String type, String properties) {
    boolean whole = libraries.contains("postgresql-");
    this.libraries = (whole ? libraries : libraries + " postgresql-newest").split(" ");
    this.type = type;
    for (String property : properties.split(";", -1)) {
      String[] parts = property.split("=", 2);
      this.properties.put(parts[0], parts[parts.length - 1]);
    }
  }

  /** Returns the artifact of the pool itself and its version, with a hyphen between. */
  String library() {
    return libraries[0].replace("newest", DriverInfo.DRIVER_VERSION);
  }

  LibraryLoader load() {
    return new LibraryLoader(libraries);
  }

  /** Makes one of at most so many connections for a URL of the driver's. */
  DataSource open(LibraryLoader application, String url, int size)
      throws ReflectiveOperationException {
    if (type.equals(Of.AGROAL)) {
      return agroal(application, url, size);
    }
    if (type.equals(Of.HIBERNATE)) {
      return HibernateConnections.open(application, StepDriver.class.getName(), url, size);
    }
    Object pool =
        type.equals(Of.UCP)
            ? application.loadClass(type).getMethod("getPoolDataSource").invoke(null)
            : application.make(type);
    String at = type.equals(Of.PG_POOLING) ? ofPgjdbcsOwn(application, url) : url;
    for (String known : new String[] {"url", "jdbcUrl", "URL"}) {
      set(pool, known, at);
    }
    for (String known : new String[] {"driverClassName", "driverClass"}) {
      set(pool, known, StepDriver.class.getName());
    }
    for (String known : new String[] {"username", "user"}) {
      set(pool, known, "app_static");
    }
    set(pool, "password", "wrong");
    set(pool, "uniqueName", url); // Bitronix knows its pools by it.
    setAll(pool, size);
    if (this == BITRONIX) {
      Properties driver =
          (Properties) pool.getClass().getMethod("getDriverProperties").invoke(pool);
      driver.setProperty("driverClassName", StepDriver.class.getName());
      driver.setProperty("url", url);
      driver.setProperty("user", "app_static");
      driver.setProperty("password", "wrong");
    } else if (type.equals(Of.VIBUR)) {
      pool.getClass().getMethod("start").invoke(pool);
    } else if (type.equals(Of.PG_POOLING)) {
      set(pool, "dataSourceName", url); // It cannot be closed without.
    }
    return (DataSource) pool;
  }

  private void setAll(Object pool, int size) throws ReflectiveOperationException {
    for (Map.Entry<String, String> property : properties.entrySet()) {
      String value = property.getValue().replace("SIZE", Integer.toString(size));
      set(pool, property.getKey(), value.replace("DRIVER", StepDriver.class.getName()));
    }
  }

  /** PostgreSQL's takes no other URL, and asks the driver manager, which is to find the steps. */
  private static String ofPgjdbcsOwn(LibraryLoader application, String url)
      throws ReflectiveOperationException {
    Class<?> driver = application.loadClass("org.postgresql.Driver");
    if (Boolean.TRUE.equals(driver.getMethod("isRegistered").invoke(null))) {
      driver.getMethod("deregister").invoke(null);
    }
    return StepDriver.marked(url);
  }

  /** Closes a pool that can be closed; null for a pool that did not open. */
  static void close(@Nullable DataSource pool) throws ReflectiveOperationException {
    if (pool != null
        && Arrays.stream(pool.getClass().getMethods())
            .anyMatch(method -> method.getName().equals("close"))) {
      pool.getClass().getMethod("close").invoke(pool);
    }
  }

  private static DataSource agroal(LibraryLoader application, String url, int size)
      throws ReflectiveOperationException {
    Object reader = application.make("io.agroal.api.configuration.supplier.AgroalPropertiesReader");
    Properties properties = new Properties();
    properties.setProperty("jdbcUrl", url);
    properties.setProperty("principal", "app_static");
    properties.setProperty("credential", "wrong");
    properties.setProperty("providerClassName", StepDriver.class.getName());
    properties.setProperty("maxSize", Integer.toString(size));
    properties.setProperty("acquisitionTimeout", "PT10S"); // It waits for ever without.
    reader.getClass().getMethod("readProperties", Properties.class).invoke(reader, properties);
    Object none = Array.newInstance(application.loadClass(Of.AGROAL + "Listener"), 0);
    return (DataSource)
        application
            .loadClass(Of.AGROAL)
            .getMethod("from", Supplier.class, none.getClass())
            .invoke(null, reader, none);
  }

  /** Sets a property if there is one of this name. */
  private static void set(Object bean, String property, String value)
      throws ReflectiveOperationException {
    String setter = "set" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
    Method method =
        Arrays.stream(bean.getClass().getMethods())
            .filter(candidate -> candidate.getName().equals(setter))
            .filter(candidate -> candidate.getParameterCount() == 1)
            .filter(candidate -> convert(candidate.getParameterTypes()[0], value) != null)
            .findFirst()
            .orElse(null);
    if (method != null) {
      method.invoke(bean, convert(method.getParameterTypes()[0], value));
    }
  }

  private static @Nullable Object convert(Class<?> type, String value) {
    if (type == String.class) {
      return value;
    }
    if (type == boolean.class || type == Boolean.class) {
      return value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : null;
    }
    if (!value.matches("-?\\d+")) {
      return null;
    }
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(value);
    }
    return type == long.class || type == Long.class ? Long.valueOf(value) : null;
  }
}
