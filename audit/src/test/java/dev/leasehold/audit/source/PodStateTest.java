// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A user who deletes a pod chooses the time of its end, and its images are of any length. */
class PodStateTest {

  private static final long DELETED = 1_795_000_000_000L;

  @Test
  void aPodThatIsGoneHasNoEndThatIsToCome() {
    PodState pod =
        PodState.parse("{\"metadata\":{\"deletionTimestamp\":\"2036-01-01T00:00:00Z\"}}");
    assertThat(pod.present(DELETED).endedAt()).isNull();
    assertThat(pod.gone(DELETED).endedAt()).isEqualTo(DELETED);
    assertThat(pod.gone(DELETED).gone(DELETED + 1).present(DELETED + 2).endedAt())
        .isEqualTo(DELETED);
  }

  @Test
  void imagesAreBounded() {
    String image = "i".repeat(499) + "\ud83d\ude00" + "j".repeat(10_000);
    String json = "{\"spec\":{\"containers\":[{\"image\":\"" + image + "\"}]}}";
    assertThat(PodState.parse(json).images()).isEqualTo("i".repeat(499));
  }
}
