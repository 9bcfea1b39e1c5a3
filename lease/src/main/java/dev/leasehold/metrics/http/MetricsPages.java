// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import dev.leasehold.metrics.Exposition;
import dev.leasehold.metrics.MetricsSource;
import dev.leasehold.metrics.Readiness;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Answers {@code /metrics}, {@code /healthz} (the process runs) and {@code /readyz} (each part,
 * such as a binding, serves its purpose, with a line for each). No answer holds a secret. Safe for
 * many threads.
 */
final class MetricsPages {

  private static final String OPENMETRICS = "application/openmetrics-text";

  /** A thousand scrapes at once are not to take the application's processors. */
  static final int MOST_AT_ONCE = 4;

  private final MetricsSource source;
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);

  MetricsPages(MetricsSource source) {
    this.source = source;
  }

  /** Waits while {@link #MOST_AT_ONCE} others are made; the client is slow, not this. */
  HttpAnswer answer(HttpRequest request) throws IOException {
    turns.acquireUninterruptibly();
    try {
      return make(request);
    } finally {
      turns.release();
    }
  }

  private HttpAnswer make(HttpRequest request) throws IOException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return HttpAnswer.plain(405, "Method Not Allowed").withHeader("Allow: GET, HEAD");
    }
    HttpAnswer answer = page(request);
    boolean zip = AcceptHeader.weight(request.header("accept-encoding"), "gzip") > 0;
    return zip ? answer.zipped() : answer;
  }

  private HttpAnswer page(HttpRequest request) {
    switch (request.path()) {
      case "/metrics":
        return metrics(format(request.header("accept")));
      case "/healthz":
        return HttpAnswer.text(200, "OK", "ok\n");
      case "/readyz":
        return readiness();
      default:
        return HttpAnswer.plain(404, "Not Found");
    }
  }

  private HttpAnswer metrics(Exposition format) {
    String body = format.write(source.collect());
    return HttpAnswer.of(200, "OK", format.contentType(), body)
        .withHeader("Vary: Accept, Accept-Encoding");
  }

  /** A client that takes both equally gets the newer format, as Prometheus' own clients have it. */
  static Exposition format(String accept) {
    double openMetrics = AcceptHeader.weight(accept, OPENMETRICS, "version=1.0.0");
    double text = AcceptHeader.weight(accept, "text/plain", "version=0.0.4");
    return openMetrics > 0 && openMetrics >= text ? Exposition.OPENMETRICS : Exposition.TEXT;
  }

  private HttpAnswer readiness() {
    boolean ready = true;
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Readiness> part : source.readiness().entrySet()) {
      ready &= part.getValue().state().mayServe();
      text.append(part.getKey()).append(": ").append(part.getValue()).append('\n');
    }
    return ready
        ? HttpAnswer.text(200, "OK", text.toString())
        : HttpAnswer.text(503, "Service Unavailable", text.toString());
  }
}
