// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.PatternSettings.isBindings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.driver.oracle.OracleLoginPoint;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.target.Target;
import dev.leasehold.target.UncertainTargetException;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where URLs of Oracle's driver are taken to lead; {@code {x}} stands for a service's data. */
class OracleTargetsTest {

  private static final String NEWEST = "ojdbc11-23.26.4.0.0";
  private static final String OLDEST = "ucp-ojdbc8-12.2.0.1";
  private static final String DATA = "(CONNECT_DATA=(SERVICE_NAME=x))";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          //db/x                                | db:1521/x
          db:1522:x                             | db:1522/x
          TCPS://db:2484/x                      | db:2484/x
          //db/orders:dedicated/inst1           | db:1521/orders
          //a,b:1522,c/x                        | a:1522,b:1522,c:1521/x
          //[2001:db8::1]:1522/x                | [2001:db8::1]:1522/x
          (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1522)){x})                                  | db:1522/x
          ( description = ( address = ( protocol = tcps ) ( host = db ) ( port = 1522 ) ) (connect_data=(sid=x)) ) | db:1522/x
          (DESCRIPTION=(LOAD_BALANCE=on)(ADDRESS=(PROTOCOL=TCP)(HOST=a)(PORT=1)(PROTOCOL=tcp))(ADDRESS=(HOST=b)(PORT=2)){x}) | a:1,b:2/x
          (DESCRIPTION=(ADDRESS_LIST=(FAILOVER=on)(ADDRESS_LIST=(ADDRESS=(HOST=a)(PORT=1)))(ADDRESS=(HOST=b)(PORT=2))){x}) | a:1,b:2/x
          (DESCRIPTION=(SOURCE_ROUTE=yes)(ADDRESS=(HOST=cman)(PORT=1630))(ADDRESS=(HOST=db)(PORT=1521)){x}) | cman:1630,db:1521/x
          (DESCRIPTION_LIST=(LOAD_BALANCE=off)(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1)){x})(DESCRIPTION=(ADDRESS=(HOST=b)(PORT=2)){x})) | a:1,b:2/x
          (DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521)){x}(SECURITY=(PASSWORD_AUTH=password_verifier)))    | db:1521/x
          (DESCRIPTION=(ADDRESS=(HOST=2001:db8::1)(PORT=1521)){x})                                       | [2001:db8::1]:1521/x
          """)
  void isReadInEveryForm(String specifier, String targets) throws Exception {
    ConnectionRequest request = request(NEWEST, specifier.replace("{x}", DATA));
    assertThat(request.targets().isReadable()).isTrue();
    assertThat(request.targets().detours()).isEmpty();
    assertThat(request.targets()).hasToString(targets);
    assertThat(isBindings("jdbc:oracle:thin:@//none:1/x", request)).isFalse();
  }

  /** All servers of a description are servers of the pattern, or the connection is another's. */
  @ParameterizedTest
  @CsvSource({"b, true", "evil, false"})
  void isThePatternsWhereEveryAddressIs(String other, boolean covered) throws Exception {
    String addresses =
        "(ADDRESS=(PROTOCOL=TCP)(HOST=a)(PORT=1521))(ADDRESS=(PROTOCOL=TCP)(HOST=%s)(PORT=1522))"
            .formatted(other);
    ConnectionRequest request = request(NEWEST, "(DESCRIPTION=" + addresses + DATA + ")");
    assertThat(isBindings("jdbc:oracle:thin:@//a,b:1522/x", request)).isEqualTo(covered);
  }

  /** Descriptors and URLs as of Autonomous Database. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(description= (retry_count=20)(retry_delay=3)(address=(protocol=tcps)(port=1522)(host=db))"
            + "(connect_data=(service_name=x_high.adb.oraclecloud.com))"
            + "(security=(ssl_server_dn_match=yes)(ssl_server_cert_dn=\"CN=adb, O=Oracle\")))",
        "tcps://db:1522/x_high.adb.oraclecloud.com?wallet_location=/w&retry_count=20"
            + "&ssl_server_cert_dn=\"CN=adb,O=Oracle\"",
      })
  void isTheBindingsAsTheCloudWritesIt(String specifier) throws Exception {
    ConnectionRequest request = request(NEWEST, specifier);
    assertThat(request.targets().detours()).isEmpty();
    assertThat(isBindings("jdbc:oracle:thin:@//db:1522", request)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          //db/x?connect_timeout="2)(ADDRESS=(PROTOCOL=tcp)(HOST=evil)(PORT=1521))(X=1" | connect_timeout
          //db/x?ht"tps_pro"xy=evil          | ?
          //db/x?https_ proxy=evil           | ?
          //db/x?https_proxy=evil&retry_count=1 | https_proxy
          //db/x?                            | ?
          //db/x?y                           | ?
          //db/x?password_auth=OCI_TOKEN&oci_iam_url=https:evil | oci_iam_url, password_auth
          //db/x?tunnel_service_name=evil    | tunnel_service_name
          //db/x?oracle.jdbc.targetServiceName=y | oracle.jdbc.targetServiceName
          //db;evil/x                        | ;
          //db/x;evil                        | ;
          (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1521)(HTTPS_PROXY=evil)){x}) | HTTPS_PROXY
          (DESCRIPTION=(ADDRESS=(PROTOCOL=ipc)(KEY=evil)(HOST=db)(PORT=1521)){x})         | KEY, PROTOCOL
          (DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=x)(TUNNEL_SERVICE_NAME=evil))) | TUNNEL_SERVICE_NAME
          (DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=x)(FAILOVER_MODE=(TYPE=select)(BACKUP=evil)))) | BACKUP
          (DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521)){x}(SECURITY=(PASSWORD_AUTH=OCI_TOKEN)(OCI_IAM_URL=https://evil))) | OCI_IAM_URL, PASSWORD_AUTH
          """)
  void isRefusedByTheNameOfWhatMayLeadElsewhere(String specifier, String names) throws Exception {
    ConnectionRequest request = request(NEWEST, specifier.replace("{x}", DATA));
    assertThat(request.targets().detourNames()).isEqualTo(names);
    assertThatThrownBy(() -> isBindings("jdbc:oracle:thin:@//db", request))
        .isInstanceOf(UncertainTargetException.class);
  }

  /** It gives the driver a URL and parameters of any kind. */
  @ParameterizedTest
  @CsvSource({
    "config-file:///x, jdbc:oracle:thin:@config-file:///x?config=file:///x",
    "config-file:///x?key=y, jdbc:oracle:thin:@config-file:///x?config=file:///x",
    "CONFIG-https://h/x, jdbc:oracle:thin:@config-https://h/x?config=https://h/x",
    "config-https://u:p@h/x, jdbc:oracle:thin:@config-https://u:p@h/x"
  })
  void isRefusedWhereAConfigurationProviderSaysWhereToLogIn(String specifier, String named)
      throws Exception {
    ConnectionRequest request = request(NEWEST, specifier);
    assertThat(request.targets().isReadable()).isFalse();
    assertThat(request.targets().detourNames()).isEqualTo("config");
    assertThat(request.targets().detours().toString()).doesNotContain("u:p");
    assertThat(request.targets().areCertain()).isFalse();
    String text = "jdbc:oracle:thin:@" + specifier.replace("u:p@", "");
    if (!named.contains("u:p")) {
      assertThatThrownBy(() -> isBindings(text, request))
          .isInstanceOf(UncertainTargetException.class)
          .hasMessageContaining("parameter config may lead");
      assertThat(isBindings(named, request)).isTrue();
    }
    assertThat(isBindings("*", request)).isTrue();
  }

  /** A catalog says where the shards are. */
  @ParameterizedTest
  @ValueSource(strings = {"jdbc:oracle:sharding:@//db/x"})
  void isRefusedWhereACatalogSaysWhereToLogIn(String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(NEWEST)) {
      ConnectionRequest request = Objects.requireNonNull(driver.request(url, login()));
      assertThat(request.targets().detourNames()).isEqualTo("driverType");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "ldap://db:389/orders,cn=OracleContext",
        "db:x",
        "//db:99999/x",
        "//app@db/x",
        " //db/x",
        "//db/x:dedicated",
        "//db\nevil/x",
        "(DESCRIPTION=(ADDRESS=(HOST=db)(HOST=evil)(PORT=1521)){x})",
        "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521)(PORT=6666)){x})",
        "(DESCRIPTION=(ADDRESS=(HOST=\"db\")(PORT=1521)){x})",
        "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521)){x}{x})",
        "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=x)(SID=y)))",
        "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521))(HOST=evil){x})",
        "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521))#(HOST=evil)\n{x})",
        "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521)){x})(DESCRIPTION=(ADDRESS=(HOST=evil)))",
        "(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1521))"
      })
  void cannotBeRead(String specifier) throws Exception {
    ConnectionRequest request = request(NEWEST, specifier.replace("{x}", DATA));
    assertThat(request.targets().isReadable()).isFalse();
    assertThatThrownBy(() -> isBindings("jdbc:oracle:thin:@//db/x", request))
        .isInstanceOf(UncertainTargetException.class)
        .hasMessageContaining("hosts of the URL cannot be read with certainty")
        .hasMessageContaining(", or leave them open in the pattern, as in jdbc:driver:*, or set");
  }

  /** A pattern of a text alone is not for a text that goes on where the pattern's own ends. */
  @ParameterizedTest
  @ValueSource(strings = {"orders;evil:1521/x", "orders?", "orders?/evil"})
  void isRefusedBehindTheTextOfAPattern(String specifier) throws Exception {
    assertThatThrownBy(() -> isBindings("jdbc:oracle:thin:@orders", request(NEWEST, specifier)))
        .isInstanceOf(UncertainTargetException.class);
    assertThat(isBindings("jdbc:oracle:thin:@orders", request(NEWEST, "orders"))).isTrue();
  }

  /** Before 19 the driver knows one host, a service, and no query. */
  @ParameterizedTest
  @ValueSource(strings = {"//a,b/x", "tcps://db/x", "//db/orders:dedicated", "//db/orders/inst1"})
  void cannotBeReadByAnOldDriver(String specifier) throws Exception {
    assertThat(request(OLDEST, specifier).targets().isReadable()).isFalse();
    assertThat(request(NEWEST, specifier).targets().isReadable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//db/x?retry_count=1", "(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1521)){x})?a=b"})
  void aQueryIsADetourOfAnOldDriver(String specifier) throws Exception {
    String whole = specifier.replace("{x}", DATA);
    assertThat(request(OLDEST, whole).targets().detourNames()).isEqualTo("?");
    assertThat(request(NEWEST, whole).targets().detourNames()).isEmpty();
  }

  /**
   * Else a binding without a URL would refuse each server of a name that it has bound itself to.
   */
  @Test
  void aNameThatCannotBeReadMayBeAnyServer() {
    OracleLoginPoint point = new OracleLoginPoint();
    Target name = Target.of("jdbc:oracle:thin:@orders", Target.NO_PORT, null);
    assertThat(point.isAlso(name, Target.of("db", 1521, null), name)).isTrue();
    Target address = Target.of("127.0.0.1", 1521, null);
    assertThat(point.isAlso(Target.of("localhost", 1521, "x"), address, name)).isTrue();
    assertThat(point.isAlso(Target.of("localhost", 1522, "x"), address, name)).isFalse();
    assertThat(point.isAlso(Target.of("127.0.0.2", 1521, "x"), address, name)).isFalse();
  }

  private static ConnectionRequest request(String library, String specifier) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      return Objects.requireNonNull(driver.request("jdbc:oracle:thin:@" + specifier, login()));
    }
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("password", "static");
    return info;
  }
}
