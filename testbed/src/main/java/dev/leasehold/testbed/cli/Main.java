// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code testbed/up}: starts the servers, says where they are, and ends them with Ctrl-C. */
public final class Main {
  private static final int USAGE = 64;
  private static final String HELP =
      """
      usage: testbed/up [--postgres 15|18] [--ttl TIME] [--max-ttl TIME] [--kubernetes]

        --postgres VERSION   PostgreSQL's major version (18)
        --ttl TIME           life of a database lease without renewal (1m)
        --max-ttl TIME       how long it can be kept alive (5m)
        --kubernetes         etcd, the API server and Vault's Kubernetes auth too
      """;

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    List<String> options = List.of(args);
    if (options.contains("--help") || options.contains("-h")) {
      System.out.print(HELP);
      return;
    }
    Arguments arguments;
    try {
      arguments = Arguments.parse(options);
    } catch (IllegalArgumentException e) {
      System.err.println("testbed: " + e.getMessage() + "\n" + HELP);
      System.exit(USAGE);
      return;
    }
    Servers servers = Servers.start(arguments);
    Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "shutdown"));
    System.out.print(servers.description());
    System.out.println("\nCtrl-C ends them and removes every file.");
    new CountDownLatch(1).await();
  }
}
