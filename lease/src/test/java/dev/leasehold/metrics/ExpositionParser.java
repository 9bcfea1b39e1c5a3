// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads both formats as their specifications have it, and refuses everything that they do not
 * allow.
 */
final class ExpositionParser {

  private static final Pattern META = Pattern.compile("# (HELP|TYPE|UNIT) ([a-z_]+) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]+)(?:\\{(.*)\\})? ([-+0-9.eE]+|\\+Inf|NaN)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

  private final boolean openMetrics;
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> helped = new LinkedHashSet<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private String family = "";

  private ExpositionParser(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  /** Returns the values by their name and labels, as in {@code name{a="b"}}. */
  static Map<String, Double> parse(Exposition format, String text) {
    ExpositionParser parser = new ExpositionParser(format == Exposition.OPENMETRICS);
    require(text.endsWith("\n"), "no line feed at the end");
    String[] lines = text.split("\n", -1);
    int last = lines.length - 1;
    if (parser.openMetrics) {
      require(lines[--last].equals("# EOF"), "no # EOF");
    }
    for (int i = 0; i < last; i++) {
      parser.line(lines[i]);
    }
    parser.checkHistograms();
    return parser.samples;
  }

  private void line(String line) {
    if (line.startsWith("#")) {
      meta(line);
    } else {
      sample(line);
    }
  }

  private void meta(String line) {
    Matcher meta = META.matcher(line);
    require(meta.matches(), line);
    String name = meta.group(2);
    switch (meta.group(1)) {
      case "HELP" -> require(helped.add(name), "two HELP lines: " + line);
      case "UNIT" -> {
        require(openMetrics, "the older format has no units: " + line);
        require(name.endsWith("_" + meta.group(3)), "the unit is no suffix: " + line);
      }
      default -> {
        String types004 = "counter|gauge|histogram";
        require(meta.group(3).matches(openMetrics ? types004 + "|info" : types004), line);
        require(types.put(name, meta.group(3)) == null, "two TYPE lines: " + line);
        family = name;
      }
    }
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    require(sample.matches(), line);
    String suffix = sample.group(1).substring(Math.min(family.length(), sample.group(1).length()));
    require(sample.group(1).startsWith(family), "not in the family " + family + ": " + line);
    require(suffix.matches(suffixes()), "suffix of " + types.get(family) + ": " + line);
    Map<String, String> labels = labels(sample.group(2) == null ? "" : sample.group(2));
    double value =
        sample.group(3).equals("+Inf")
            ? Double.POSITIVE_INFINITY
            : Double.parseDouble(sample.group(3));
    require(samples.put(sample.group(1) + labels, value) == null, "twice: " + line);
  }

  private String suffixes() {
    return switch (types.getOrDefault(family, "")) {
      case "counter" -> openMetrics ? "_total" : "";
      case "info" -> "_info";
      case "histogram" -> "_bucket|_sum|_count";
      default -> "";
    };
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      require(label.find(at) && label.start() == at, "labels: " + text);
      require(labels.put(label.group(1), label.group(2)) == null, "label twice: " + text);
      at = label.end();
    }
    require(!text.endsWith(","), "a comma at the end: " + text);
    return labels;
  }

  /** Buckets rise, and the last bucket has the count. */
  private void checkHistograms() {
    String series = "";
    double before = 0;
    for (Map.Entry<String, Double> sample : samples.entrySet()) {
      int bucket = sample.getKey().indexOf("_bucket{");
      if (bucket < 0) {
        series = "";
        continue;
      }
      String key = sample.getKey().replaceAll(", le=[^,}]+", "");
      before = key.equals(series) ? before : 0;
      series = key;
      require(sample.getValue() >= before, "a bucket falls: " + sample);
      before = sample.getValue();
      if (sample.getKey().contains("le=+Inf")) {
        String count = key.replace("_bucket{", "_count{");
        require(samples.getOrDefault(count, -1.0) == before, "count and buckets differ: " + sample);
      }
    }
  }

  private static void require(boolean allowed, String otherwise) {
    if (!allowed) {
      throw new AssertionError(otherwise);
    }
  }
}
