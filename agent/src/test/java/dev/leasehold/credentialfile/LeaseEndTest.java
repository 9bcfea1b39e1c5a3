// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.file.UnfitFileException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseEndTest {

  /** 2026-11-23T23:31:28Z. */
  private static final long END = 1_795_476_688_000L;

  private static final long MODIFIED = END - 60_000;

  @ParameterizedTest
  @CsvSource({
    "expiration, 2026-11-23T23:31:28Z",
    "valid_until, 2026-11-24T00:31:28+01:00",
    "valid-until, 2026-11-23 23:31:28+0000",
    "EXPIRES_AT, 1795476688",
    "expires_at, 1.795476688e+09",
    "expiration, 1795476688.0",
    "expiration, 2026-11-24T12:16:28+12:45",
    "expiration, 2026-11-23T13:31:28.000000000-10:00",
    "expiration, 1795476688000"
  })
  void readsATimeInEachOfItsForms(String name, String value) throws Exception {
    assertThat(of(name, value)).isEqualTo(END);
  }

  @Test
  void countsADurationFromTheIssueOrFromWhenTheFileWasWritten() throws Exception {
    assertThat(of("lease_duration", "60")).isEqualTo(END);
    assertThat(of("lease_duration", "6e+01")).isEqualTo(END);
    assertThat(of("lease_duration", "2.7648e+06")).isEqualTo(MODIFIED + 2_764_800_000L);
    assertThat(of("lease_duration", "30", "issued_at", "2026-11-23T23:30:58Z")).isEqualTo(END);
    assertThat(of("lease_duration", "30", "issue_time", "1795476658", "renewable", "true"))
        .isEqualTo(END);
  }

  /** Vault Agent renews such a lease, and leaves the file as it is. */
  @Test
  void takesNoDurationForAnEndThatIsRenewed() throws Exception {
    assertThat(of("lease_id", "database/creds/x/1", "lease_duration", "60", "renewable", "true"))
        .isNull();
    assertThat(of("lease_id", "database/creds/x/1", "lease_duration", "60", "renewable", "false"))
        .isEqualTo(END);
  }

  @Test
  void knowsNoEndWhereThereIsNoLease() throws Exception {
    assertThat(of("username", "x")).isNull();
    assertThat(of("lease_duration", "0")).isNull();
    assertThat(of("lease_id", "", "lease_duration", "2764800")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tomorrow",
        "2026-11-23T23:31:28",
        "2026-11-23",
        "-1",
        "1e99",
        "0x6B03C7D0",
        "1795476688000000",
        "9999999999999999999",
        "NaN",
        "2026-11-23T23:31:28 CET"
      })
  void refusesAnEndThatIsNoTime(String value) {
    assertThatThrownBy(() -> of("expiration", value))
        .hasMessage(
            "says when the credential ends, but not as a time; write it as 2026-11-23T23:31:28Z or"
                + " as seconds since 1970");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1h",
        "-1",
        "99999999999999999999",
        "9999999999",
        "1e400",
        "1e9999999999",
        "-1e-400"
      })
  void refusesADurationThatIsNoNumberOfSeconds(String value) {
    assertThatThrownBy(() -> of("lease_duration", value))
        .hasMessage(
            "has a lease_duration that is no number of seconds; write a number, or leave it out");
  }

  private static @Nullable Long of(String... namesAndValues) throws UnfitFileException {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return LeaseEnd.of(CredentialNames.normalized(fields), MODIFIED);
  }
}
