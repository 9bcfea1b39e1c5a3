// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the problems that it is told. */
final class NotedProblems implements CredentialFileListener {

  final List<String> problems = new CopyOnWriteArrayList<>();

  /** One element for each time that something was told. */
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public void unusable(String problem) {
    problems.add(problem);
    told.add(problem);
  }

  @Override
  public void usableAgain() {
    told.add("again");
  }

  @Override
  public void polledOnly(String why) {
    told.add("polled only: " + why);
  }
}
