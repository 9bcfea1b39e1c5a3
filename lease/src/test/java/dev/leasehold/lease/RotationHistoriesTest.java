package dev.leasehold.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RotationHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("leasehold.histories", 5_000);
  private static final long SEED = Long.getLong("leasehold.seed", 20_261_123L);

  @Test
  void keepsItsPromisesInThousandsOfRandomHistories() {
    Set<String> moves = new TreeSet<>();
    for (int i = 0; i < HISTORIES; i++) {
      long seed = SEED + i;
      try {
        new RandomHistory(seed, moves).live(120);
      } catch (AssertionError e) {
        throw new AssertionError(
            "run again with -Dleasehold.seed=" + seed + " -Dleasehold.histories=1", e);
      }
    }
    assertThat(moves).as("every move of the table was made, and no other").isEqualTo(table());
  }

  @Test
  void isDrawnAsItIs() throws Exception {
    String page = Files.readString(Path.of("../docs/lease-life.md"));
    Set<String> drawn = new TreeSet<>();
    Matcher arrow = Pattern.compile("(?m)^\\| ([A-Z]+) \\| ([A-Z]+) \\|").matcher(page);
    while (arrow.find()) {
      drawn.add(arrow.group(1) + " -> " + arrow.group(2));
    }
    assertThat(drawn).isEqualTo(table());
  }

  private static Set<String> table() {
    Set<String> table = new TreeSet<>();
    for (Phase phase : Phase.values()) {
      phase.next().forEach(next -> table.add(phase + " -> " + next));
    }
    return table;
  }
}
