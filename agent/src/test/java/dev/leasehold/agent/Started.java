// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

/** An application that says one thing, and ends once the agent's start is over. */
final class Started {

  private Started() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread[] threads = new Thread[Thread.activeCount() * 2];
    int count = Thread.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().equals("leasehold-start")) {
        threads[i].join();
      }
    }
    System.out.print(Greeting.TEXT);
  }
}
