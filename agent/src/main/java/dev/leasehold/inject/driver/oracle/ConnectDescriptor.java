// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.target.SecretName;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Oracle's long form, {@code (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))
 * (CONNECT_DATA=(SERVICE_NAME=s)))}. Every address in it is a target, however the driver chooses
 * among them. So is each address that a connection manager continues to ({@code SOURCE_ROUTE}). See
 * "Local Naming Parameters in the tnsnames.ora File" in the reference of Oracle Net Services. A
 * parameter that is not known is a detour.
 */
final class ConnectDescriptor {

  /** These say where to. A known place is read; in any other place nobody knows their effect. */
  private static final Set<String> PLACES =
      FixedSet.of(
          "DESCRIPTION_LIST",
          "DESCRIPTION",
          "ADDRESS_LIST",
          "ADDRESS",
          "HOST",
          "PORT",
          "CONNECT_DATA",
          "SERVICE_NAME",
          "SID");

  private static final Set<String> GROUPS =
      FixedSet.of("SECURITY", "COMPRESSION_LEVELS", "FAILOVER_MODE");

  /** Decide on order, time, size, TLS or the kind of session, or are the listener's. */
  private static final Set<String> HARMLESS =
      FixedSet.of(
          "LOAD_BALANCE",
          "FAILOVER",
          "SOURCE_ROUTE",
          "ENABLE",
          "EXPIRE_TIME",
          "SDU",
          "TDU",
          "RECV_BUF_SIZE",
          "SEND_BUF_SIZE",
          "RETRY_COUNT",
          "RETRY_DELAY",
          "CONNECT_TIMEOUT",
          "TRANSPORT_CONNECT_TIMEOUT",
          "RECV_TIMEOUT",
          "SEND_TIMEOUT",
          "TYPE_OF_SERVICE",
          "COMPRESSION",
          "LEVEL",
          "SERVER",
          "INSTANCE_NAME",
          "GLOBAL_NAME",
          "UR",
          "TYPE",
          "METHOD",
          "RETRIES",
          "DELAY",
          "POOL_CONNECTION_CLASS",
          "POOL_PURITY",
          "POOL_BOUNDARY",
          "SERVICE_TAG",
          "CONNECTION_ID_PREFIX",
          "INSTANCE_ROLE",
          "HS",
          "COLOCATION_TAG",
          "HANDLER_NAME",
          "USE_SNI",
          "USE_TCP_FAST_OPEN",
          "ALLOW_WEAK_CRYPTO",
          "ENCRYPTION_CLIENT",
          "ENCRYPTION_TYPES_CLIENT",
          "CRYPTO_CHECKSUM_CLIENT",
          "CRYPTO_CHECKSUM_TYPES_CLIENT",
          "SSL_CIPHER_SUITES",
          "SSL_DISABLE_VERSION",
          "TLS_DISABLE_VERSION",
          "SSL_SERVER_DN_MATCH",
          "SSL_SERVER_CERT_DN",
          "SSL_VERSION",
          "SSL_ALLOW_WEAK_DN_MATCH",
          "SSL_CERTIFICATE_ALIAS",
          "SSL_CERTIFICATE_THUMBPRINT",
          "MY_WALLET_DIRECTORY",
          "WALLET_LOCATION");

  private static final Pattern SERVICE = Pattern.compile("[\\w.$-]*");
  private static final Pattern HOST = Pattern.compile("[0-9A-Za-z_.:-]+");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private final Map<String, String> detours = new TreeMap<>();
  private final List<Target> targets = new ArrayList<>();

  private ConnectDescriptor() {}

  /** Returns the targets and their detours; null where the text cannot be read with certainty. */
  static @Nullable Targets read(String text) {
    NamedValue whole = NamedValue.parse(text);
    ConnectDescriptor read = new ConnectDescriptor();
    if (whole == null || !read.addWhole(whole) || read.targets.isEmpty()) {
      return null;
    }
    return Targets.of(read.targets)
        .withDefaultPort(EasyConnect.DEFAULT_PORT)
        .withDetours(read.detours);
  }

  /** Returns the server of {@code (ADDRESS=...)}, without a database; null if it has no such. */
  static @Nullable Target server(String address) {
    NamedValue whole = NamedValue.parse(address);
    ConnectDescriptor read = new ConnectDescriptor();
    return whole != null && whole.isNamed("ADDRESS") && read.addAddress(whole, "")
        ? read.targets.get(0)
        : null;
  }

  private boolean addWhole(NamedValue whole) {
    if (!whole.isNamed("DESCRIPTION_LIST")) {
      return whole.isNamed("DESCRIPTION") && addDescription(whole);
    }
    for (NamedValue part : whole.parts()) {
      if (!(part.isNamed("DESCRIPTION") ? addDescription(part) : addOther(part))) {
        return false;
      }
    }
    return true;
  }

  private boolean addDescription(NamedValue description) {
    List<NamedValue> connectData = new ArrayList<>();
    List<NamedValue> others = new ArrayList<>();
    for (NamedValue part : description.parts()) {
      (part.isNamed("CONNECT_DATA") ? connectData : others).add(part);
    }
    String service = connectData.size() == 1 ? service(connectData.get(0)) : null;
    return service != null && addAddresses(others, service);
  }

  /**
   * Returns the service, or the SID, which is its older form; null unless there is exactly one of
   * both.
   */
  private @Nullable String service(NamedValue connectData) {
    List<String> services = new ArrayList<>();
    for (NamedValue part : connectData.parts()) {
      String value = part.value();
      if (value != null && (part.isNamed("SERVICE_NAME") || part.isNamed("SID"))) {
        services.add(value);
      } else if (!addOther(part)) {
        return null;
      }
    }
    String service = services.size() == 1 ? services.get(0) : null;
    return service != null && SERVICE.matcher(service).matches() ? service : null;
  }

  private boolean addAddresses(List<NamedValue> parts, String service) {
    for (NamedValue part : parts) {
      boolean read =
          part.isNamed("ADDRESS")
              ? addAddress(part, service)
              : part.isNamed("ADDRESS_LIST") ? addAddresses(part.parts(), service) : addOther(part);
      if (!read) {
        return false;
      }
    }
    return true;
  }

  private boolean addAddress(NamedValue address, String service) {
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (NamedValue part : address.parts()) {
      String value = part.value();
      if (value != null && part.isNamed("HOST")) {
        hosts.add(value);
      } else if (value != null && part.isNamed("PORT")) {
        ports.add(value);
      } else if (!isTcp(part) && !addOther(part)) {
        return false;
      }
    }
    if (hosts.size() != 1 || ports.size() != 1 || !isServer(hosts.get(0), ports.get(0))) {
      return false;
    }
    String database = service.isEmpty() ? null : service;
    targets.add(Target.of(hosts.get(0), Integer.parseInt(ports.get(0)), database));
    return true;
  }

  private static boolean isServer(String host, String port) {
    return HOST.matcher(host).matches()
        && PORT.matcher(port).matches()
        && Integer.parseInt(port) <= 0xFFFF;
  }

  private static boolean isTcp(NamedValue part) {
    String value = part.value();
    return part.isNamed("PROTOCOL")
        && ("tcp".equalsIgnoreCase(value) || "tcps".equalsIgnoreCase(value));
  }

  /** Adds a detour, unless it is harmless; false where it may be an address out of its place. */
  private boolean addOther(NamedValue part) {
    String name = part.name().toUpperCase(Locale.ROOT);
    String value = part.value();
    if (PLACES.contains(name)) {
      return false;
    }
    if (value == null && GROUPS.contains(name)) {
      return part.parts().stream().allMatch(this::addOther);
    }
    if (value == null || !(HARMLESS.contains(name) || isDefault(name, value))) {
      JdbcTargets.add(name, value == null || SecretName.isIn(name) ? "" : value, detours);
    }
    return true;
  }

  private static boolean isDefault(String name, String value) {
    return OracleDetours.isDefault(name.toLowerCase(Locale.ROOT), value);
  }
}
