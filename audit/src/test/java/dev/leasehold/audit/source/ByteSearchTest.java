// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {

  private final ByteSearch search = new ByteSearch('"', '\\');

  @Test
  void findsWhatALoopFindsInAnyBytes() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && round % 3 == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) (round % 2 == 0 ? '"' : '\\');
      }
      int from = random.nextInt(bytes.length + 1);
      int expected = from;
      while (expected < bytes.length && bytes[expected] != '"' && bytes[expected] != '\\') {
        expected++;
      }
      assertThat(search.find(bytes, from, bytes.length)).isEqualTo(expected);
    }
  }
}
