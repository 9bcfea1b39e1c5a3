// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drivers that take parameters from elsewhere than the URL and the properties: without Leasehold
 * they obey, and with Leasehold no login leaves.
 */
@Timeout(120)
class UnnamedParametersTest {

  private static final String NEWEST = "ojdbc11-23.26.4.0.0";

  private final Map<String, @Nullable String> before = new HashMap<>();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path directory;

  /** Others may have left hooks that refuse each connect. */
  @BeforeEach
  void connectWithoutLeasehold() {
    InstalledHooks.set(null);
  }

  @AfterEach
  void restore() {
    InstalledHooks.set(null);
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  /** The driver prefers it to the URL. */
  @ParameterizedTest
  @MethodSource("dev.leasehold.inject.OracleVersions#all")
  void aDatabaseInASystemPropertyOfOraclesIsADetour(String library) throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new TnsProtocol())) {
      set("oracle.jdbc.database", "//127.0.0.1:" + elsewhere.port() + "/orders");
      isRefused(library, elsewhere, "oracle.jdbc.database may lead the connection elsewhere");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ojdbc11-21.24.0.0", NEWEST})
  void aProxyInASystemPropertyOfOraclesIsADetour(String library) throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new AnyProtocol())) {
      set("oracle.net.socksProxyHost", "127.0.0.1");
      set("oracle.net.socksProxyPort", Integer.toString(elsewhere.port()));
      isRefused(library, elsewhere, "oracle.net.socksProxyHost, oracle.net.socksProxyPort may");
    }
  }

  /** The driver would show user and password to that service. */
  @Test
  void aTokenServiceInAFileOfOraclesIsADetour() throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new AnyProtocol())) {
      Files.writeString(
          directory.resolve("ojdbc.properties"),
          """
          oracle.jdbc.passwordAuthentication=OCI_TOKEN
          oracle.jdbc.ociIamUrl=https://localhost:%d/iam
          oracle.jdbc.ociTenancy=x
          """
              .formatted(elsewhere.port()));
      set("oracle.net.tns_admin", directory.toString());
      isRefused(NEWEST, elsewhere, "oracle.jdbc.ociIamUrl, oracle.jdbc.passwordAuthentication may");
    }
  }

  /** A configuration provider may say anything: a token service, and the server. */
  @Test
  void aConfigurationProviderOfOraclesIsADetour() throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new AnyProtocol());
        LoginListener here = LoginListener.refusing("", new TnsProtocol());
        DriverUnderTest driver = new DriverUnderTest(NEWEST)) {
      Path file = directory.resolve("orders.json");
      Files.writeString(
          file,
          """
          {"connect_descriptor": "//127.0.0.1:%d/orders",
           "jdbc": {"oracle.jdbc.passwordAuthentication": "OCI_TOKEN",
                    "oracle.jdbc.ociIamUrl": "https://localhost:%d/iam",
                    "oracle.jdbc.ociTenancy": "x"}}
          """
              .formatted(here.port(), elsewhere.port()));
      String url = "jdbc:oracle:thin:@config-file://" + file;
      assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      assertThat(elsewhere.users()).as("without Leasehold").isNotEmpty();
      final int visits = elsewhere.users().size();
      final int visitsHere = here.users().size();
      try (Deployment ignored = PatternSettings.deployment(url)) {
        assertThatThrownBy(() -> driver.connect(url, info()))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("parameter config may lead the connection elsewhere");
      }
      assertThat(elsewhere.users()).hasSize(visits);
      assertThat(here.users()).hasSize(visitsHere);
    }
  }

  /** Else the provider's user and password replace the lease's. */
  @Test
  void aProviderThatMayOverrideIsAnotherLogin() throws Exception {
    set("oracle.jdbc.enableProviderOverride", "true");
    try (DriverUnderTest driver = new DriverUnderTest(NEWEST)) {
      ConnectionRequest named =
          Objects.requireNonNull(
              driver.request("jdbc:oracle:thin:@config-file:///orders.json", info()));
      assertThatThrownBy(() -> leased(named))
          .isInstanceOf(NoCredentialException.class)
          .hasMessageContaining("oracle.jdbc.enableProviderOverride of a system property");
      leased(Objects.requireNonNull(driver.request("jdbc:oracle:thin:@//db:1521/orders", info())));
    }
  }

  private static void isRefused(String library, LoginListener elsewhere, String message)
      throws Exception {
    try (LoginListener here = LoginListener.refusing("", new TnsProtocol());
        DriverUnderTest driver = new DriverUnderTest(library)) {
      String url = "jdbc:oracle:thin:@//127.0.0.1:" + here.port() + "/orders";
      assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      assertThat(elsewhere.users()).as("without Leasehold").isNotEmpty();
      final int visits = elsewhere.users().size();
      final int visitsHere = here.users().size();
      try (Deployment deployment = PatternSettings.deployment(url)) {
        assertThatThrownBy(() -> driver.connect(url, info()))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining(message);
        assertThat(deployment.source.fetched()).isLessThanOrEqualTo(1);
      }
      assertThat(elsewhere.users()).hasSize(visits);
      assertThat(here.users()).hasSize(visitsHere);
    }
  }

  /** A trial of a credential comes later than the application's connect. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "oracle.jdbc.ociIamUrl=https://localhost:%d/iam",
        "oracle.net.httpsProxy=127.0.0.1",
        "oracle.jdbc.accessToken=x"
      })
  void isLookedAtAgainWhereAConnectIsRepeated(String line) throws Exception {
    set("oracle.net.tns_admin", directory.toString());
    try (LoginListener here = LoginListener.refusing("", new TnsProtocol());
        DriverUnderTest driver = new DriverUnderTest(NEWEST)) {
      Target target = Target.of("127.0.0.1", here.port(), "orders");
      ConnectionRequest request =
          Objects.requireNonNull(
              driver.request("jdbc:oracle:thin:@//" + target.server() + "/orders", info()));
      Credential credential = new Credential("v-test-1", Secret.of("secret"));
      assertThatThrownBy(() -> request.recipe().open(credential, target))
          .isInstanceOf(SQLException.class);
      assertThat(here.users()).isNotEmpty();
      final int visits = here.users().size();
      Files.writeString(
          directory.resolve("ojdbc.properties"),
          line.formatted(here.port()) + System.lineSeparator());
      assertThat(request.recipe().open(credential, target)).isNull();
      assertThat(here.users()).hasSize(visits);
    }
  }

  /** The driver logs in with it, and the properties cannot take it away. */
  @ParameterizedTest
  @ValueSource(strings = {"oracle.jdbc.accessToken", "oracle.jdbc.tokenAuthentication"})
  void aTokenInASystemPropertyOfOraclesIsAnotherLogin(String name) throws Exception {
    set(name, "OCI_TOKEN");
    try (DriverUnderTest driver = new DriverUnderTest(NEWEST)) {
      ConnectionRequest request =
          Objects.requireNonNull(driver.request("jdbc:oracle:thin:@//db:1521/orders", info()));
      assertThat(request.targets().detours()).isEmpty();
      assertThatThrownBy(() -> leased(request))
          .isInstanceOf(NoCredentialException.class)
          .hasMessageContaining(name + " of a system property");
    }
  }

  /** The newest driver reads it where the URL names nothing but an alias. */
  @Test
  void theFileOfAnAliasIsReadToo() throws Exception {
    Files.writeString(directory.resolve("ojdbc_orders.properties"), "oracle.net.httpsProxy=evil\n");
    set("TNS_ADMIN", directory.toString());
    try (DriverUnderTest driver = new DriverUnderTest(NEWEST)) {
      assertThat(detours(driver, "jdbc:oracle:thin:@orders")).isEqualTo("oracle.net.httpsProxy");
      assertThat(detours(driver, "jdbc:oracle:thin:@other")).isEmpty();
    }
  }

  private static String detours(DriverUnderTest driver, String url) throws Exception {
    return Objects.requireNonNull(driver.request(url, info())).targets().detourNames();
  }

  /** Any local user may write it. */
  @ParameterizedTest
  @EnumSource(names = {"REDSHIFT", "REDSHIFT_2_1"})
  void aFileOfRedshiftsInTheDirectoryForTemporaryFilesIsADetour(PublishedFork fork)
      throws Exception {
    set("java.io.tmpdir", directory.toString());
    set("user.home", directory.resolve("home").toString());
    Path file = directory.resolve("rsjdbc.ini");
    Files.writeString(file, "[DRIVER]\nsocketfactory=com.example.Elsewhere\n");
    try (LoginListener here = LoginListener.refusing("", new StartupProtocol());
        DriverUnderTest driver = new DriverUnderTest(fork)) {
      String url = "jdbc:redshift://127.0.0.1:" + here.port() + "/orders";
      assertThatThrownBy(() -> driver.connect(url, info()))
          .as("without Leasehold")
          .hasStackTraceContaining("com.example.Elsewhere");
      try (Deployment ignored = PatternSettings.deployment(url)) {
        assertThatThrownBy(() -> driver.connect(url, info()))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("parameter IniFile may lead the connection elsewhere");
      }
      ConnectionRequest request = Objects.requireNonNull(driver.request(url, info()));
      assertThat(request.targets().detours()).containsEntry("IniFile", file.toString());
      assertThat(PatternSettings.isBindings(url + "?IniFile=" + file, request)).isTrue();
      assertThat(here.users()).isEmpty();
    }
  }

  @Test
  void defaultsOnTheClassPathOfAForkAreADetour() throws Exception {
    String name = "com/amazon/redshift/driverconfig.properties";
    Path jar = directory.resolve("defaults.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(name));
      out.write("plugin_name=com.example.P\n".getBytes(StandardCharsets.US_ASCII));
    }
    List<WovenClass> classes = LibraryLoader.wovenClasses();
    classes.addAll(Drivers.fork("com.amazon.redshift.Driver", "postgresql"));
    Path library = Path.of("target", "libraries", "redshift-jdbc42-2.3.0.jar");
    try (LibraryLoader application = new LibraryLoader(new Weaver(classes), library, jar)) {
      Driver driver = (Driver) application.make("com.amazon.redshift.Driver");
      ConnectionRequest request =
          Objects.requireNonNull(
              Objects.requireNonNull(Drivers.connectMethods().get("fork postgresql"))
                  .request(driver, "jdbc:redshift://db/orders", info()));
      assertThat(request.targets().detourNames()).isEqualTo(name);
    }
  }

  private static void leased(ConnectionRequest request) throws Exception {
    Credential credential = new Credential("v-test-1", Secret.of("secret"));
    request.with(credential, new SessionStart(null, "pod"), "0123abcd");
  }

  private static Properties info() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("password", "static");
    info.setProperty("oracle.net.CONNECT_TIMEOUT", "5000");
    info.setProperty("ssl", "false");
    return info;
  }

  /** Any client that says anything. */
  private static final class AnyProtocol implements LoginListener.Protocol {

    @Override
    public LoginListener.Attempt login(DataInputStream in, DataOutputStream out)
        throws IOException {
      in.readUnsignedByte();
      return new LoginListener.Attempt("(somebody)", null);
    }

    @Override
    public void refuse(DataOutputStream out) {}
  }
}
