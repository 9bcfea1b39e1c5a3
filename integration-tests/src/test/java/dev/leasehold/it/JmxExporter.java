// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.nio.file.Path;

/** The program that Prometheus has for JMX, with the rules of {@code deploy}. */
public final class JmxExporter {

  private JmxExporter() {}

  /** Returns the option of a JVM that runs the program on a port of the loopback. */
  public static String option(int port) {
    Path program = Jars.library("jmx_prometheus_javaagent-1.0.1").findFirst().orElseThrow();
    Path rules = Jars.built("deploy/prometheus/jmx-exporter.yaml");
    return "-javaagent:" + program + "=127.0.0.1:" + port + ":" + rules;
  }
}
