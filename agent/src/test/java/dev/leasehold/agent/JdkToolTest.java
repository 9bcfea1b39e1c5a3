// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkToolTest {

  private static final String LAUNCHER = "SUN_STANDARD";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.compiler/com.sun.tools.javac.Main -version",
        "java.base/sun.security.tools.keytool.Main -help",
        "jdk.jcmd/sun.tools.jps.Jps",
        "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider",
        "sun.tools.jstack.JStack 17",
        "com.sun.tools.javac.Main Application.java",
      })
  void aClassOfTheJdkIsATool(String command) {
    assertThat(LeaseholdAgent.isJdkTool(command, LAUNCHER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.Application",
        "com.example/com.example.Application jdk.compiler/x",
        "app.jar --server.port=80",
        "sun.jar",
        "jdk.compiler/com.sun.tools.javac.launcher.Main Application.java",
        "com.sun.enterprise.glassfish.bootstrap.ASMain",
        "org.codehaus.plexus.classworlds.launcher.Launcher verify",
      })
  void anyOtherIsAnApplication(String command) {
    assertThat(LeaseholdAgent.isJdkTool(command, LAUNCHER)).isFalse();
  }

  @Test
  void theLauncherWithoutAClassIsATool() {
    assertThat(LeaseholdAgent.isJdkTool(null, LAUNCHER)).isTrue();
  }

  @Test
  void aJvmMadeByAProgramOfItsOwnIsAnApplication() {
    assertThat(LeaseholdAgent.isJdkTool(null, null)).isFalse();
  }
}
