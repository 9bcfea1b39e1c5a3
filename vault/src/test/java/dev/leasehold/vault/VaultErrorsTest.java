// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VaultErrorsTest {

  /** ESC, the one-character CSI, a line break of Unicode's, and the sign that turns text around. */
  private static final String HOSTILE = "a\u001b[31mb\u009b2Jc\u2028d\u202ee\nf";

  @Test
  void takesOutWhatMovesATerminal() {
    assertThat(VaultErrors.oneLine(HOSTILE)).isEqualTo("a [31mb 2Jc d e f");
  }

  @Test
  void showsAFailureWhoseMessagesAreFitAsItIs() {
    IOException plain = new IOException("plain", new IOException("as well"));
    assertThat(VaultErrors.fit(plain)).isSameAs(plain);
  }

  @Test
  void showsNothingHostileOfAFailureOrItsCauses() {
    IOException hostile = new IOException("outer", new IllegalStateException(HOSTILE));
    StringWriter trace = new StringWriter();
    VaultErrors.fit(hostile).printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .contains("outer", "IllegalStateException: a [31mb 2Jc d e f", "VaultErrorsTest")
        .doesNotContain("\u001b", "\u009b", "\u2028", "\u202e");
  }
}
