// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.inject.url.RemainingLogin;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.Secret;
import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A login that is configured in a URL never reaches a driver beside the binding's: it is taken out,
 * or the connection is refused. As many as {@code -Dleasehold.urls} says, beginning with {@code
 * -Dleasehold.seed}.
 */
class RemainingLoginTest {

  private static final int CALLS = Integer.getInteger("leasehold.urls", 20_000);
  private static final long SEED = Long.getLong("leasehold.seed", new Random().nextLong());
  private static final Credential CREDENTIAL = new Credential("v-test-1", Secret.of("leased"));

  /** The application's own user and password, wherever an unknown driver may look for them. */
  private static final List<String> FORMS =
      List.of(
          "jdbc:x://{u}:{p}@h",
          "jdbc:x://{u}:{p}@h:1/d?a=b",
          "jdbc:x://g,{u}:{p}@h/d",
          "jdbc:x:{u}/{p}@h",
          "jdbc:x:{u}/{p}@//h:1/d",
          "jdbc:x:thin:{u}/{p}@h:1:d",
          "jdbc:x:{u}:{p}@h",
          "jdbc:x://h:1/d/{u}:{p}@e",
          "jdbc:x://h/{n}={u},{m}={p}",
          "jdbc:x://h/a=b,{n}={u},{m}={p},c=d",
          "jdbc:x://h/{n}={u}/{m}={p}",
          "jdbc:x://h/d?{n}={u}&{m}={p}",
          "jdbc:x://h/d?{n}={u}&amp;{m}={p}",
          "jdbc:x://h/d?a=b,{n}={u},{m}={p}",
          "jdbc:x://h/d?a=b|{n}={u}|{m}={p}",
          "jdbc:x://h/d;{n}={u};{m}={p}",
          "jdbc:x://h/d;a=b;{n} = {u};{m} = {p};",
          "jdbc:x://h:1; {n} = @{u}?;{m} = @{p}?",
          "jdbc:x://h/d:{n}={u};{m}={p};",
          "jdbc:x://h/d#{n}={u}&{m}={p}",
          "jdbc:x://h/d?({n}={u})({m}={p})",
          "jdbc:x://(host=h)({n}={u})({m}={p})/d",
          "jdbc:x:{n}={u};{m}={p}",
          "jdbc:x:{n}={u} {m}={p} host=h",
          "jdbc:x:{\"host\":\"h\",\"{n}\":\"{u}\",\"{m}\":\"{p}\"}",
          "jdbc:x:(DESCRIPTION=(HOST=h)({n}={u})({m}={p}))");

  /** A login that nothing but its place shows. It is not found, and yet not shown. */
  private static final List<String> BY_PLACE =
      List.of(
          "jdbc:x:h:33000:d:{u}:{p}:",
          "jdbc:x:h:33000:d:{u}:{p}:?a=b",
          "jdbc:x:{u}:{p}:d",
          "jdbc:x:h,{u},{p}",
          "jdbc:x:h/{u}/{p}",
          "jdbc:x:h {u} {p}",
          "jdbc:x:@h:1:d:{u}:{p}",
          "jdbc:x:@(h={u})(i={p})",
          "jdbc:x://h/{u},{p}",
          "jdbc:x://(host=h)(i={u})(k={p})/d");

  private static final List<String> USERS =
      List.of("user", "USER", "User", "uid", "UID", "username", "userName", "userid", "login");
  private static final List<String> PASSWORDS =
      List.of("password", "PASSWORD", "Password", "pwd", "PWD", "passwd", "pass");

  private final JdbcDialect dialect = new JdbcDialect();

  @Test
  void isTakenOutOrNamed() {
    Random random = new Random(SEED);
    for (int i = 0; i < CALLS; i++) {
      String user = "static" + word(random, "ab1");
      // Behind "://" hosts begin, and "=" makes a parameter of the text before it.
      String password =
          "s3cret" + word(random, "abz09-_.!$*~/#?;&,:+ ()\"").replaceAll(":+(?=//)", "");
      String form = FORMS.get(random.nextInt(FORMS.size()));
      boolean named = form.contains("{m}");
      String secret = named ? "s3cret" : password; // A separator in it would be escaped.
      String url =
          form.replace("{n}", name(random, USERS))
              .replace("{m}", name(random, PASSWORDS))
              .replace("{u}", user)
              .replace("{p}", secret);
      String clean = dialect.withoutCredentials(url);
      String remaining = RemainingLogin.of(clean, new Properties(), dialect.credentialProperties());
      String what = url + " became " + clean + ", run again with -Dleasehold.seed=" + SEED;
      if (remaining == null) {
        assertThat(clean).as(what).doesNotContain("s3cret").doesNotContain("static");
      } else {
        assertThat(remaining).as(what).doesNotContain("s3cret").doesNotContain("static");
      }
      Properties none = new Properties();
      assertThat(JdbcTargets.of(url, none, Driver.class).toString())
          .as(what)
          .doesNotContain("s3cret");
      assertShowsNoLogin(url, what);
      assertShowsNoLogin(clean, what);
    }
  }

  @Test
  void isNotShownWhereOnlyItsPlaceTellsIt() {
    Random random = new Random(SEED);
    for (int i = 0; i < CALLS / 10; i++) {
      String url =
          BY_PLACE
              .get(random.nextInt(BY_PLACE.size()))
              .replace("{u}", "static" + word(random, "ab1"))
              .replace("{p}", "s3cret" + word(random, "abz09-_.!$*~#,+ \""));
      String what = url + ", run again with -Dleasehold.seed=" + SEED;
      Properties none = new Properties();
      assertShowsNoLogin(dialect.withoutCredentials(url), what);
      assertThat(JdbcTargets.of(url, none, Driver.class).toString())
          .as(what)
          .doesNotContain("s3cret");
    }
  }

  private static void assertShowsNoLogin(String url, String what) {
    assertThat(ShownUrl.of(url)).as(what).doesNotContain("s3cret").doesNotContain("static");
  }

  private static String word(Random random, String letters) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  /** Some drivers decode percent signs in names. */
  private static String name(Random random, List<String> names) {
    String name = names.get(random.nextInt(names.size()));
    return random.nextInt(10) == 0
        ? name.replace("s", "%73").replace("S", "%53").replace("i", "%69").replace("I", "%49")
        : name;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:teradata://h/USER=app,PASSWORD=S3cret 'USER, PASSWORD'",
        "jdbc:teradata://h/DATABASE=d,LOGON=app LOGON",
        "jdbc:x:app/S3cret@h 'the text before @'",
        "jdbc:x://h/d?a=b,user=app user",
        "jdbc:x://h:1/2@i 'the text before @'",
        "jdbc:x://h/d?plugin_name=com.example.P plugin_name",
        "jdbc:x://h/d;IAM=1;accessToken=S3cret 'IAM, accessToken'",
        "jdbc:x://h/d?%61uthenticator=https://S3cret authenticator",
        "jdbc:x:iam://h/d iam",
        "jdbc:x://h/d:authenticator=https://S3cret; authenticator",
        "jdbc:x://h/d?idp_host=none&DbUser=native 'idp_host, DbUser'",
        "jdbc:ch://h/d?bearer_token=S3cret&http_use_basic_auth=false bearer_token",
        "jdbc:ch://h/d?http_header_Authorization=S3cret http_header_Authorization",
        "jdbc:ch://h/d?http_header_X-ClickHouse-Key=S3cret http_header_X-ClickHouse-Key",
        "jdbc:ch://h/d?ssl_authentication=true ssl_authentication",
        "jdbc:teradata://h/d?NEW_PASSWORD=native NEW_PASSWORD",
      })
  void isNamedWithoutItsValue(String url, String parts) {
    Driver driver = driver();
    DriverRequest request =
        Objects.requireNonNull(DriverRequest.of(dialect, driver, url, new Properties()));
    assertThatThrownBy(() -> request.with(CREDENTIAL, new SessionStart(null, "pod"), "0123abcd"))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining("(" + parts + ")")
        .hasMessageNotContaining("S3cret");
  }

  @Test
  void isNamedWhereAPropertyHasIt() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("Login", "app");
    info.setProperty("pass", "S3cret");
    assertThat(RemainingLogin.of("jdbc:x://h/d", info, dialect.credentialProperties()))
        .isIn("Login, pass", "pass, Login");
  }

  /** A switch need not be text. */
  @ParameterizedTest
  @CsvSource({"iam, true", "integratedSecurity, true", "iam, false", "integratedSecurity, false"})
  void isNamedWhereASwitchIsOn(String name, boolean on) {
    Properties info = new Properties();
    info.put(name, on);
    assertThat(RemainingLogin.of("jdbc:x://h/d", info, dialect.credentialProperties()))
        .isEqualTo(on ? name : null);
  }

  @Test
  void isNamedWhereAnObjectOrANumberHasIt() {
    Properties info = new Properties();
    info.put("token", 'x');
    assertThat(RemainingLogin.of("jdbc:x://h/d", info, dialect.credentialProperties()))
        .isEqualTo("token");
    info.put("token", 1);
    assertThat(RemainingLogin.of("jdbc:x://h/d", info, dialect.credentialProperties()))
        .isEqualTo("token");
  }

  /** Nothing in these is a login. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:x://h/d",
        "jdbc:x://h:1/d?mail=a@b&loginTimeout=5",
        "jdbc:x://h/d@b",
        "jdbc:x:thin:@h:1:d",
        "jdbc:x:thin:@//h:1/d?mail=a@b",
        "jdbc:hive2://h:10000/default;principal=hive/_HOST@REALM",
        "jdbc:h2:/data/a@b",
        "jdbc:ignite:cfg://cache=c:local=true@file:///c.xml",
        "jdbc:teradata://h/DATABASE=d,TMODE=ANSI",
        "jdbc:x://h/d?iam=false&plugin_name=&authentication=NotSpecified&authenticator=none",
        "jdbc:x://h/d?sslTrustStorePassword=x&ssl_password=x&key.password=x",
        "jdbc:x://h/d?newPassword=&ssl_authentication=false&http_header_Accept=x",
      })
  void isNotFoundWhereThereIsNone(String url) {
    String clean = dialect.withoutCredentials(url);
    assertThat(clean).isEqualTo(url);
    assertThat(remaining(clean)).isNull();
  }

  private @Nullable String remaining(String clean) {
    return RemainingLogin.of(clean, new Properties(), dialect.credentialProperties());
  }

  private static Driver driver() {
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (self, method, arguments) -> method.getName().equals("acceptsURL"));
  }
}
