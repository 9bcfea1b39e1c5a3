// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndDocumentTest {

  @Test
  void hasFiguresForEachEndOfEachPod() {
    assertThat(EndDocument.counted()).containsExactlyElementsOf(EndDocument.made());
  }
}
