// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.java.JvmOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file is read by a process that has used up its files, too. */
@Timeout(60)
class DescriptorLimitTest {

  @Test
  void readsTheFileAtTheLimitOfOpenFilesAndNamesIt(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("credential");
    String printed = output(file);
    assertThat(printed)
        .contains("v-before\n")
        .contains("at the limit\n" + "v-at-limit\n".repeat(5) + "1 file\n")
        .endsWith(
            "file "
                + file
                + " cannot be opened: too many open files: the process is at its limit of 200"
                + " (EMFILE). Find the code that does not close its files or connections, or raise"
                + " the limit (ulimit -n)\n");
  }

  private static String output(Path file) throws Exception {
    String limited = "ulimit -n 200; exec \"$0\" \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", limited));
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(JvmOptions.forShortLife());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(HungryReader.class.getName(), file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      assertThat(process.waitFor()).isZero();
    }
  }
}
