// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.ModuleAccess;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.reflect.Method;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Connector/J from 8.0 on: {@code ConnectionUrl.getConnectionUrlInstance(String, Properties)}, all
 * of it public. Found with javap in 8.0.11, 8.4.0, 9.7.0 and 26.10.0. The driver keeps the last 100
 * of its answers; the properties that it is asked with here hold no credential.
 */
final class ConnectionUrlTargets extends MysqlTargets {

  private final Method instance;
  private final Method type;
  private final Method hosts;
  private final Method mainHost;
  private final Method host;
  private final Method port;
  private final Method database;
  private final Method user;
  private final Method password;
  private final Method properties;

  /**
   * Looks up the driver's classes.
   *
   * @param root the package that they are under, {@code com.mysql.cj} but for a fork
   */
  ConnectionUrlTargets(String root, @Nullable ClassLoader loader)
      throws ClassNotFoundException, NoSuchMethodException {
    Class<?> url = Class.forName(root + ".conf.ConnectionUrl", true, loader);
    Class<?> info = Class.forName(root + ".conf.HostInfo", true, loader);
    instance =
        ModuleAccess.open(
            url.getMethod("getConnectionUrlInstance", String.class, Properties.class));
    type = ModuleAccess.open(url.getMethod("getType"));
    hosts = ModuleAccess.open(url.getMethod("getHostsList"));
    mainHost = ModuleAccess.open(url.getMethod("getMainHost"));
    host = ModuleAccess.open(info.getMethod("getHost"));
    port = ModuleAccess.open(info.getMethod("getPort"));
    database = ModuleAccess.open(info.getMethod("getDatabase"));
    user = ModuleAccess.open(info.getMethod("getUser"));
    password = ModuleAccess.open(info.getMethod("getPassword"));
    properties = ModuleAccess.open(info.getMethod("getHostProperties"));
  }

  @Override
  @Nullable Targets read(Driver driver, String url, Properties info)
      throws ReflectiveOperationException {
    Object read = instance.invoke(null, url, info);
    if (read == null) {
      return null;
    }
    Map<String, String> detours = noDetours();
    Map<String, String> parameters = null;
    List<Target> targets = new ArrayList<>();
    for (Object each : hosts(read, detours)) {
      int port = (Integer) this.port.invoke(each);
      targets.add(
          Target.of(
              String.valueOf(host.invoke(each)),
              port < 0 ? Target.NO_PORT : port,
              named((String) database.invoke(each))));
      Map<?, ?> ofHost = (Map<?, ?>) properties.invoke(each);
      addDetours(driver, ofHost, detours);
      parameters = common(parameters, parameters(each, ofHost));
    }
    return parameters == null ? null : complete(targets, detours, parameters);
  }

  private Map<String, String> parameters(Object each, Map<?, ?> ofHost)
      throws ReflectiveOperationException {
    Map<String, String> parameters = DriverParameters.inOneCase(ofHost);
    parameters.put(DriverDialect.USER, String.valueOf(user.invoke(each)));
    return parameters;
  }

  @Override
  boolean hasOther(String clean, Properties info) throws ReflectiveOperationException {
    Object read = instance.invoke(null, clean, info);
    if (read != null) {
      for (Object each : hosts(read, noDetours())) {
        if (!MASK.equals(user.invoke(each)) || !MASK.equals(password.invoke(each))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Where the DNS is to say which hosts there are, it is not asked. */
  private List<?> hosts(Object read, Map<String, String> detours)
      throws ReflectiveOperationException {
    if (String.valueOf(type.invoke(read)).contains("DNS_SRV")) {
      detours.put("dnsSrv", "true");
      return Collections.singletonList(mainHost.invoke(read));
    }
    return (List<?>) hosts.invoke(read);
  }
}
