// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers of an agent at the port of its metrics. */
final class MetricsPage {

  private MetricsPage() {}

  /** Returns the value of a series. */
  static double value(int port, String series) {
    String page = get(port, "/metrics");
    Matcher line =
        Pattern.compile("^" + Pattern.quote(series) + " (.+)$", Pattern.MULTILINE).matcher(page);
    if (!line.find()) {
      throw new AssertionError("no " + series + " in " + page);
    }
    return Double.parseDouble(line.group(1));
  }

  /** Returns status and body; nothing while nobody listens. */
  static String get(int port, String path) {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    try {
      var answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
