// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.nio.file.Path;
import java.util.List;

/** An unmodified application that places orders, and the part of Leasehold that is beside it. */
interface OrdersApplication extends AutoCloseable {

  /** Returns how it was started, a line each. */
  List<String> surroundings();

  /** Waits until it serves. */
  void awaitServing();

  /** Begins to count queries, and to send them where the application does not do so by itself. */
  AutoCloseable load(Tally tally);

  /** Returns where Leasehold writes its log lines. */
  Path log();

  /** Returns how to look at it, for someone at a terminal. */
  String address();

  /** Ends it as Kubernetes ends a pod, with SIGTERM. */
  void stop();

  @Override
  void close();
}
