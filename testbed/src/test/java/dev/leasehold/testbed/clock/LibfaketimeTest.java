// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LibfaketimeTest {

  @Test
  void setsTheClockOfOneProcessWithoutBeingInstalled() {
    Optional<Libfaketime> unpacked = Libfaketime.unpacked();
    Assumptions.assumeTrue(unpacked.isPresent(), "Debian's packages are not to be had here");
    String preload = "LD_PRELOAD=" + unpacked.orElseThrow().library();
    String seconds =
        Command.run(Path.of("/"), List.of("env", preload, "FAKETIME=+1h", "date", "+%s"));
    assertThat(Long.parseLong(seconds)).isGreaterThan(Instant.now().getEpochSecond() + 3_000);
  }
}
