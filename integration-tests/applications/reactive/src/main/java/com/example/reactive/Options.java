// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of the command line: {@code --name value} pairs. */
final class Options {

  private final Map<String, String> values = new HashMap<>();

  Options(String[] args) {
    for (int i = 0; i + 1 < args.length; i += 2) {
      values.put(args[i].substring(2), args[i + 1]);
    }
  }

  /** The same but for where the server is. */
  Options at(String url) {
    Options other = new Options(new String[0]);
    other.values.putAll(values);
    other.values.put("url", url);
    return other;
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  /** The same for each server of a URL with several, in its order. */
  List<Options> each() {
    URI servers = server();
    List<Options> each = new ArrayList<>();
    for (String server : servers.getAuthority().split(",", -1)) {
      each.add(at("jdbc:" + servers.getScheme() + "://" + server + servers.getPath()));
    }
    return each;
  }

  /** Host, port and database of the JDBC URL; of several, only all of them as the authority. */
  URI server() {
    return URI.create(text("url").substring("jdbc:".length()));
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }
}
