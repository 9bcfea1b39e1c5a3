// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs transactions on a reactive client. Commands come line by line on standard input:
 *
 * <ul>
 *   <li>{@code tally}
 *   <li>{@code load N}, so many loops from now on
 *   <li>{@code borrow NAME}
 *   <li>{@code borrow NAME URL}, from a client of another server
 *   <li>{@code want NAME URL}, the same, without a wait
 *   <li>{@code get NAME}, the wanted connection
 *   <li>{@code visit NAME URL}, the user and the server, by a client of its own
 *   <li>{@code begin NAME}, {@code do NAME SQL}, {@code commit NAME}, {@code release NAME}, on a
 *       connection of that name
 *   <li>{@code stop}
 * </ul>
 */
public final class Workload {

  private final Options options;
  private final Client client;
  private final Map<String, Client> others = new HashMap<>();
  private final Tally tally = new Tally();
  private final List<Loop> loops = new ArrayList<>();
  private final Map<String, Session> named = new HashMap<>();
  private final Map<String, CompletableFuture<Session>> wanted = new HashMap<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private Workload(Options options) throws ReflectiveOperationException {
    this.options = options;
    this.client = Client.open(options);
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

  private void obey() throws IOException, ReflectiveOperationException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = commands.readLine();
    while (line != null && !line.equals("stop")) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "tally":
          say(tally.line());
          break;
        case "load":
          load(Integer.parseInt(words[1]));
          break;
        default:
          say(words[1] + ' ' + answer(words));
      }
      line = commands.readLine();
    }
  }

  private void load(int count) {
    stopLoops();
    for (int i = 0; i < count; i++) {
      Loop loop = new Loop(client, options, tally, timer);
      loops.add(loop);
      loop.next();
    }
    say("loaded " + count);
  }

  private void stopLoops() {
    for (Loop loop : loops) {
      loop.stop();
    }
    for (Loop loop : loops) {
      loop.stop().join();
    }
    loops.clear();
  }

  private Client other(String url) throws ReflectiveOperationException {
    Client other = others.get(url);
    if (other == null) {
      other = Client.open(options.at(url));
      others.put(url, other);
    }
    return other;
  }

  private String answer(String[] words) throws ReflectiveOperationException {
    String name = words[1];
    try {
      switch (words[0]) {
        case "borrow":
          named.put(name, (words.length < 3 ? client : other(words[2])).borrow().join());
          return "borrowed";
        case "want":
          wanted.put(name, other(words[2]).borrow());
          return "wanted";
        case "get":
          named.put(name, wanted.remove(name).join());
          return "borrowed";
        case "visit":
          return "row " + visit(words[2]);
        case "begin":
          named.get(name).begin().join();
          return "begun";
        case "do":
          return "row " + named.get(name).query(words[2]).join();
        case "commit":
          named.get(name).commit().join();
          return "committed";
        case "release":
          named.remove(name).release().join();
          return "released";
        default:
          return "unknown command " + words[0];
      }
    } catch (CompletionException | InvocationTargetException e) {
      return "failed " + String.valueOf(e.getCause()).replace('\n', ' ');
    }
  }

  private Object visit(String url) throws ReflectiveOperationException {
    Client visitor = Client.open(options.at(url));
    try {
      Session session = visitor.borrow().join();
      return session.query("SELECT session_user || ' ' || current_database()").join();
    } finally {
      visitor.close();
    }
  }

  private void end() {
    stopLoops();
    named.values().forEach(session -> session.release().join());
    client.close();
    others.values().forEach(Client::close);
    timer.shutdown();
    say(tally.line());
  }
}
