// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An expression in PromQL, of a rule or of a dashboard.
 *
 * @param where the rule, or the panel and its dashboard
 * @param text the expression, with Grafana's variables where it has some
 */
record Expression(String where, String text) {

  private static final Pattern SELECTOR =
      Pattern.compile(
          "(?<![\\w:])(?:(?:instance|job):)?(?:leasehold|vault|pg)_[\\w:]+(\\{[^}]*})?");

  /** Returns the metrics and recorded series that it reads. */
  List<String> metrics() {
    return selectors().stream().map(selector -> selector.replaceFirst("\\{.*", "")).toList();
  }

  /** Returns the selectors of the metrics that it reads, each an expression of its own. */
  List<String> selectors() {
    return SELECTOR.matcher(text).results().map(MatchResult::group).toList();
  }

  /** Returns whether it reads a metric that neither Micrometer nor JMX has. */
  boolean needsPort() {
    return metrics().stream()
        .anyMatch(metric -> metric.equals("leasehold_build_info") || metric.endsWith("_bucket"));
  }

  /** Returns it as Grafana would send it for a process, with all values of other variables. */
  Expression filled(String namespace, String job, String instance) {
    return new Expression(
        where,
        text.replace("$__rate_interval", "1m")
            .replace("$namespace", namespace)
            .replace("$binding", ".*")
            .replace("$vault", ".*")
            .replace("$postgresql", ".*")
            .replace("$job", job)
            .replace("$instance", instance));
  }
}
