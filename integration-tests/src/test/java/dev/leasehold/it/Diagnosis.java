// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The things that an operator can look at in a running JVM: threads, properties, flags, counters,
 * and every attribute in JMX.
 */
final class Diagnosis {

  private static final List<String> COMMANDS =
      List.of("Thread.print", "VM.system_properties", "VM.command_line", "PerfCounter.print");

  private Diagnosis() {}

  static List<String> of(long pid) throws Exception {
    List<String> output = new ArrayList<>(attributes(pid));
    for (String command : COMMANDS) {
      output.addAll(jcmd(pid, command));
    }
    return output;
  }

  static List<String> jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("jcmd " + command + ": " + text);
    }
    return text.lines().toList();
  }

  @SuppressWarnings("BanJNDI") // The machine asked is the machine that this test has started.
  private static List<String> attributes(long pid) throws Exception {
    try (JMXConnector connector =
        JMXConnectorFactory.connect(new JMXServiceURL(LocalJmx.start(pid)))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      List<String> values = new ArrayList<>();
      for (ObjectName name : server.queryNames(null, null)) {
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
          values.add(name + " " + attribute.getName() + " = " + value(server, name, attribute));
        }
      }
      return values;
    }
  }

  private static String value(
      MBeanServerConnection server, ObjectName name, MBeanAttributeInfo attribute) {
    try {
      return String.valueOf(server.getAttribute(name, attribute.getName()));
    } catch (Exception unsupported) {
      return unsupported.getClass().getName();
    }
  }
}
