// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the figures into {@code benchmarks/README.md}, between two marks. */
public final class Readme {

  private static final Path FILE = Path.of("benchmarks", "README.md");
  private static final String BEGIN = "<!-- figures -->";
  private static final String END = "<!-- /figures -->";

  private Readme() {}

  /** Replaces the table by the figures of the named benchmarks, in this order. */
  public static void write(List<String> names, String versions) throws IOException {
    String text = Files.readString(FILE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (begin < BEGIN.length() || end < begin) {
      throw new IOException(FILE + " lacks the line " + BEGIN + " or " + END);
    }
    String figures = String.join("\n", figures(names, versions));
    Files.writeString(FILE, text.substring(0, begin) + "\n" + figures + "\n" + text.substring(end));
    Progress.say("the figures are in %s", FILE);
  }

  private static List<String> figures(List<String> names, String versions) {
    List<String> lines = new ArrayList<>();
    lines.add("| measurement | without | with Leasehold | compared | goal | |");
    lines.add("|---|---|---|---|---|---|");
    List<String> runs = new ArrayList<>();
    for (String name : names) {
      List<String> section = Section.read(name);
      if (!section.isEmpty()) {
        lines.addAll(section.subList(0, section.size() - 1));
        runs.add(section.get(section.size() - 1));
      }
    }
    lines.addAll(List.of("", "Measured with " + versions + ".", ""));
    lines.addAll(
        List.of(
            "| `benchmarks/run` | agent of commit | finished (UTC) | took | load average | machine |"));
    lines.add("|---|---|---|---|---|---|");
    lines.addAll(runs);
    return lines;
  }
}
