// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs transactions on a pool. Commands come line by line on standard input:
 *
 * <ul>
 *   <li>{@code tally}
 *   <li>{@code reset}, which counts from zero
 *   <li>{@code load N}, so many threads from now on
 *   <li>{@code do NAME SQL}, on a connection of that name, kept open in a transaction
 *   <li>{@code commit NAME}, {@code borrow NAME}, {@code release NAME}
 *   <li>{@code stop}
 * </ul>
 *
 * <p>More commands are mistakes of applications: {@code interrupt N}, {@code abort N}, {@code
 * close} and {@code open} (a pool), {@code heap MS}, {@code threads MS}.
 */
public final class Workload {

  private final Options options;
  private final Turns source;
  private final Tally tally = new Tally();
  private final Misdeeds misdeeds = new Misdeeds();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final NamedConnections named;

  private Workload(Options options) throws Exception {
    this.options = options;
    this.source = new Turns(options);
    this.named = new NamedConnections(source);
  }

  /** Runs until standard input ends or says so. */
  public static void main(String[] args) throws Exception {
    Workload workload = new Workload(new Options(args));
    say("ready");
    workload.obey();
    workload.end();
  }

  static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  private void obey() throws Exception {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = commands.readLine();
    while (line != null && !line.equals("stop")) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "tally":
          workers.forEach(Worker::pauseSoFar);
          say(tally.line());
          break;
        case "reset":
          tally.reset();
          say("counting from zero");
          break;
        case "load":
          load(Integer.parseInt(words[1]));
          break;
        default:
          obey(words);
      }
      line = commands.readLine();
    }
  }

  private void obey(String[] words) throws Exception {
    switch (words[0]) {
      case "interrupt":
        misdeeds.interrupt(Integer.parseInt(words[1]));
        say("interrupting");
        break;
      case "abort":
        misdeeds.abort(Integer.parseInt(words[1]));
        say("aborting");
        break;
      case "misdeeds":
        say("misdeeds " + misdeeds.left());
        break;
      case "close":
        source.closeLast();
        say("closed");
        break;
      case "open":
        source.openAnother();
        say("opened");
        break;
      case "heap":
        Exhaustion.ofHeap(Long.parseLong(words[1]));
        say("heap is free again");
        break;
      case "threads":
        Exhaustion.ofThreads(Long.parseLong(words[1]));
        say("threads free");
        break;
      default:
        named.obey(words);
    }
  }

  private void load(int count) {
    stopWorkers();
    for (int i = 0; i < count; i++) {
      Worker worker = new Worker(source, options, tally, misdeeds);
      workers.add(worker);
      Thread thread = new Thread(worker, "worker-" + i);
      threads.add(thread);
      thread.start();
    }
    say("loaded " + count);
  }

  private void end() throws Exception {
    stopWorkers();
    named.close();
    source.close();
    say(tally.line());
  }

  private void stopWorkers() {
    workers.forEach(Worker::stop);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    workers.clear();
    threads.clear();
  }
}
