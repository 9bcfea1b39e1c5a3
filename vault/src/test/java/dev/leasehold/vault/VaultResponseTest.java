// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of an answer, as a server may write them. */
class VaultResponseTest {

  @ParameterizedTest
  @CsvSource({
    "20, 20",
    "20.0, 20",
    "2e1, 20",
    "20.9, 20",
    "0, 0",
    "0.4, 0",
    "1e-400, 0",
    "3153600000, 3153600000"
  })
  void readsSecondsHoweverTheyAreWritten(String written, long seconds) throws Exception {
    assertThat(answer(written).seconds("n")).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3153600001            | 3153600001
          9223372036854775807   | 9223372036854775807
          9223372036854775808   | 9223372036854775808
          18446744073709551636  | 18446744073709551636
          1e400                 | 1e400
          1e2147483647          | 1e2147483647
          1e2147483648          | 1e2147483648
          1e9999999999          | 1e9999999999
          1e-9999999999         | 1e-9999999999
          -5                    | -5
          -0.5                  | -0.5
          "20"                  | "20"
          true                  | (no number)
          [20]                  | (no number)
          """)
  void refusesWhatIsNoNumberOfSecondsAndSaysWhatCame(String written, String shown)
      throws Exception {
    VaultResponse answer = answer(written);
    assertThatThrownBy(() -> answer.seconds("n"))
        .isInstanceOf(BadResponseException.class)
        .hasMessage("n " + shown + ", which is no number of seconds from 0 to 3153600000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "1e400", "1e2147483648", "1e9999999999"})
  void takesANumberThatIsTooLargeForTheLargest(String written) throws Exception {
    assertThat(answer(written).number("n")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesSecondsThatAreMissing() throws Exception {
    VaultResponse answer = answer("null");
    assertThatThrownBy(() -> answer.seconds("n")).hasMessage("no n");
    assertThatThrownBy(() -> answer.seconds("data", "ttl")).hasMessage("no data.ttl");
    assertThat(answer.secondsIfAny("n")).isZero();
  }

  @Test
  void isNotHarmedByAHugeNumberThatNobodyReads() throws Exception {
    VaultResponse answer = answer("9".repeat(900_000));
    assertThat(answer.has("n")).isTrue();
    assertThatThrownBy(() -> answer.seconds("n"))
        .hasMessage(
            "n " + "9".repeat(40) + "..., which is no number of seconds from 0 to 3153600000");
  }

  private static VaultResponse answer(String written) throws Exception {
    byte[] json = ("{\"n\":" + written + "}").getBytes(StandardCharsets.UTF_8);
    return new VaultResponse(200, Json.object(json), "");
  }
}
