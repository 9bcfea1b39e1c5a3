// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Built;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program {@code leasehold-audit} on the logs of a history. */
final class AuditProcess {

  static final String AUDIT_LOG = "audit.log";

  private AuditProcess() {}

  /** Returns the command that asks it something of a folder. */
  static List<String> command(String question, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Built.AUDIT.toString());
    command.add(question);
    command.add("--vault-audit=" + folder.resolve(AUDIT_LOG));
    command.add("--vault-log=" + folder.resolve("vault.log"));
    command.add("--postgresql=" + folder.resolve("postgresql.json"));
    command.add("--kubernetes=" + folder.resolve("pods.json"));
    command.add("--lease-ttl=3h/3h");
    return command;
  }
}
