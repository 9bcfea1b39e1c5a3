// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.Settings;
import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.target.Targets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets that a driver's parser does not tell are named in messages without a password. */
class UnreadableTargetsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql-newest           | jdbc:postgresql://app:S3cret@db:5432/orders | jdbc:postgresql://db
          mysql-connector-java-5.1.49 | jdbc:mysql://address=(host=db)(keyStorePassword=S3cret)/orders | jdbc:mysql://
          ojdbc11-23.26.4.0.0         | jdbc:oracle:thin:@(ADDRESS=(HOST=db)(PORT=1521)(PASSWORD=S3cret)) | jdbc:oracle:thin:@
          """)
  void areNamedByANumberAndNoPassword(String library, String url, String shown) throws Exception {
    Properties info = new Properties();
    info.setProperty("user", "app");
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest request = Objects.requireNonNull(driver.request(url, info));
      Targets targets = request.targets();
      assertThat(targets.isReadable()).isFalse();
      assertThat(targets.toString()).matches("\\[\\Q" + shown + "\\E#[0-9a-f]{1,8}]");
    }
  }

  /** As KingbaseES's of 8.6.0 has: each of its URLs was taken for this machine's server. */
  @Test
  void areThoseOfAParserWithNamesOfItsOwn() throws Exception {
    String url = "jdbc:kingbase8://db/app";
    Targets targets =
        Objects.requireNonNull(
            new PostgresDialect().targets(new OtherNames(), url, new Properties()));
    assertThat(targets.isReadable()).isFalse();
    assertThat(targets.detours()).containsEntry("socketFactory", "x.F");
    assertThat(targets.parameters()).containsEntry("socketFactory", "x.F");
    Settings settings = PatternSettings.of("jdbc:kingbase8://db");
    assertThatThrownBy(() -> settings.binding(url, targets, "app"))
        .hasMessageContaining("leave the hosts open, as in jdbc:driver:*");
  }

  /** A fork of pgjdbc whose parser has other words for host, port and database. */
  public static final class OtherNames extends DriverConnectRecipeTest.FailingDriver {

    /** Parses a URL. */
    public static Properties parseURL(String url, Properties defaults) {
      Properties parsed = new Properties(defaults);
      parsed.setProperty("HOST", "db");
      parsed.setProperty("PORT", "54321");
      parsed.setProperty("DBNAME", "app");
      parsed.setProperty("socketFactory", "x.F");
      return parsed;
    }
  }
}
