// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class JitterTest {

  private static final int FLEET = 1_000;

  /** A hundredth of the spread holds 10 on average, and the fullest of all hardly ever 30. */
  private static final int CROWD = 30;

  private final Random random = new Random(1);

  @Test
  void givesTheSameNameTheSameFraction() {
    for (int i = 0; i < 100; i++) {
      String name = UUID.randomUUID().toString();
      assertThat(Jitter.of(name).fraction()).isEqualTo(Jitter.of(name).fraction());
    }
  }

  @Test
  void spreadsTheNumberedPodsOfAStatefulSet() {
    assertThat(fullestHundredth(i -> "orders-" + i + " 1")).isLessThanOrEqualTo(CROWD);
  }

  @Test
  void spreadsThePodsOfADeployment() {
    assertThat(fullestHundredth(i -> "orders-7d9f8c6b5d-" + suffix() + " 1"))
        .isLessThanOrEqualTo(CROWD);
  }

  @Test
  void spreadsProcessesOfOneHost() {
    assertThat(fullestHundredth(i -> "db-host-1.example.com " + (4_000 + i)))
        .isLessThanOrEqualTo(CROWD);
  }

  @Test
  void spreadsRandomIdentities() {
    assertThat(fullestHundredth(i -> new UUID(random.nextLong(), random.nextLong()).toString()))
        .isLessThanOrEqualTo(CROWD);
  }

  @Test
  void goesOnDifferentlyForEachName() {
    assertThat(fullest(i -> Jitter.of("orders-" + i).next())).isLessThanOrEqualTo(CROWD);
  }

  /** Five of the letters and digits that Kubernetes names pods with. */
  private String suffix() {
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      suffix.append(letters.charAt(random.nextInt(letters.length())));
    }
    return suffix.toString();
  }

  private static int fullestHundredth(IntFunction<String> name) {
    return fullest(i -> Jitter.of(name.apply(i)).fraction());
  }

  /** Returns how many of the fleet are in that hundredth of the spread that holds the most. */
  private static int fullest(IntToDoubleFunction fraction) {
    int[] hundredths = new int[100];
    for (int i = 0; i < FLEET; i++) {
      hundredths[(int) (fraction.applyAsDouble(i) * 100)]++;
    }
    return Arrays.stream(hundredths).max().orElseThrow();
  }
}
