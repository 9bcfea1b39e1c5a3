// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A random URL of one dialect, spelled twice: with a login in it, and without.
 *
 * @param text the URL with the login
 * @param plain the same URL as it would be without a login
 * @param user the login's user
 */
record UrlWithLogin(String text, String plain, String user) {

  /** The first letters of every user name that is made up. */
  static final String USER = "staticuser";

  /** The first letters of every password that is made up, and its last letters. */
  static final String PASSWORD = "s3cret";

  /** Letters that no parameter's name, no host and no database of a URL here has. */
  private static final String LETTERS = "abz09-_.!~@:/?#&=%+,;(){}\" ";

  /** Makes up URLs of one dialect. */
  @FunctionalInterface
  interface Maker {
    UrlWithLogin next(Random random);
  }

  static UrlWithLogin postgresql(Random random) {
    String place =
        any(
            random,
            "jdbc:postgresql://",
            "jdbc:postgresql:orders",
            "jdbc:postgresql://one.example/orders",
            "jdbc:postgresql://one.example:5432,two.example/orders",
            "jdbc:postgresql://[::1]:5432/o%2Fr");
    return query(random, place, place, word(random), true);
  }

  static UrlWithLogin mariadb(Random random) {
    String place =
        any(
            random,
            "jdbc:mariadb://one.example/orders",
            "jdbc:mysql://one.example:3306,two.example/",
            "jdbc:mariadb:loadbalance://one.example,two.example/orders",
            "jdbc:mariadb://address=(host=one.example)(port=3306)/orders");
    return query(random, place, place, word(random), true);
  }

  static UrlWithLogin mysql(Random random) {
    String login = word(random);
    List<String> with = new ArrayList<>();
    List<String> without = new ArrayList<>();
    boolean inHost = false;
    for (String host : List.of("one.example", "two.example").subList(0, 1 + random.nextInt(2))) {
      List<String> keys = new ArrayList<>(List.of("host=" + host, "port=3306"));
      int form = random.nextInt(3);
      boolean has = random.nextBoolean();
      inHost |= has;
      without.add(
          switch (form) {
            case 0 -> host + ":3306";
            case 1 -> "address=(" + String.join(")(", keys) + ')';
            default -> '(' + String.join(",", keys) + ')';
          });
      if (has && form != 0) {
        keys.add(random.nextInt(3), any(random, "user=", "USER=") + encoded(USER + login));
        keys.add(
            random.nextInt(4), any(random, "password=", " Password =") + encoded(secret(login)));
      }
      with.add(
          switch (form) {
            case 0 ->
                (has ? encoded(USER + login) + ":" + encoded(secret(login)) + '@' : "")
                    + host
                    + ":3306";
            case 1 -> "address=(" + String.join(")(", keys) + ')';
            default -> '(' + String.join(",", keys) + ')';
          });
    }
    String scheme = any(random, "jdbc:mysql://", "jdbc:mysql:loadbalance://", "JDBC:mysql://");
    String database = any(random, "/", "/orders");
    return query(
        random,
        scheme + String.join(",", with) + database,
        scheme + String.join(",", without) + database,
        login,
        !inHost);
  }

  static UrlWithLogin oracle(Random random) {
    String rest =
        any(
            random,
            "@//one.example:1521/orders",
            "@one.example:1521:orders",
            "@tcps://one.example:1522/orders?wallet_location=/w",
            "@(DESCRIPTION=(ADDRESS=(HOST=one.example)(PORT=1521))(CONNECT_DATA=(SID=o)))");
    String user = USER + random.nextInt(100);
    String part = any(random, "", "", "?user=x&");
    String secret = secret(word(random).replace("\"", "") + part);
    boolean quoted = secret.indexOf('@') >= 0 || random.nextBoolean();
    String password = quoted ? '"' + secret + '"' : secret;
    String scheme = any(random, "jdbc:oracle:thin:", "jdbc:oracle:oci:");
    return new UrlWithLogin(scheme + user + '/' + password + rest, scheme + rest, user);
  }

  static UrlWithLogin sqlServer(Random random) {
    String place =
        any(
            random,
            "jdbc:sqlserver://one.example:1433",
            "jdbc:sqlserver://",
            "jdbc:sqlserver://a\\b");
    String word = word(random);
    List<String> properties =
        some(random, "databaseName=orders", "applicationName={a;b}}c}", "encrypt=false", "x=y", "");
    String user = USER + word.trim();
    List<String> login =
        List.of(
            any(random, "user=", "userName=", "USER = ") + braced(user),
            any(random, "password=", "PassWord=") + braced(secret(word)));
    return new UrlWithLogin(
        place + ';' + String.join(";", mixed(random, properties, login)),
        properties.isEmpty() ? place : place + ';' + String.join(";", properties),
        user);
  }

  static UrlWithLogin jdbc(Random random) {
    String hosts = any(random, "one.example", "one.example:1", "one.example,two.example:2");
    if (random.nextBoolean()) {
      String word = word(random);
      String rest = hosts + any(random, "", "/orders", "/orders?x=y", "/orders;x=y;z", "?mail=a@b");
      String login = encoded(USER + word) + ':' + encoded(secret(word)) + '@';
      return new UrlWithLogin("jdbc:x://" + login + rest, "jdbc:x://" + rest, USER + word);
    }
    if (random.nextBoolean()) {
      String place = "jdbc:x://" + hosts + any(random, "", "/orders");
      return query(random, place, place, word(random), true);
    }
    String user = USER + random.nextInt(100);
    List<String> properties = some(random, "x=y", "z=1", "mail=a@b");
    List<String> login =
        List.of(
            any(random, "user=", "uid=", "UID=", "userid=") + user,
            any(random, "password=", "pwd=", "PWD=") + PASSWORD);
    String place = "jdbc:x://" + hosts + any(random, "", "/orders");
    return new UrlWithLogin(
        place + ';' + String.join(";", mixed(random, properties, login)),
        properties.isEmpty() ? place : place + ';' + String.join(";", properties),
        user);
  }

  /** Puts parameters behind a URL, and the login among them where it must stand or chance says. */
  private static UrlWithLogin query(
      Random random, String with, String without, String login, boolean needed) {
    List<String> parameters =
        some(random, "ssl=true", "connectTimeout=5", "x", "mail=a@b", "userAgent=u", "");
    List<String> own =
        List.of(
            any(random, "user=", "u%73er=", "USER=") + encoded(USER + login),
            any(random, "password=", "passw%6Frd=", "Password=") + encoded(secret(login)));
    boolean has = needed || random.nextBoolean();
    List<String> all = has ? mixed(random, parameters, own) : parameters;
    return new UrlWithLogin(
        with + (all.isEmpty() ? "" : '?' + String.join("&", all)),
        without + (parameters.isEmpty() ? "" : '?' + String.join("&", parameters)),
        USER + login);
  }

  private static String any(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static List<String> some(Random random, String... of) {
    List<String> some = new ArrayList<>();
    for (String each : of) {
      if (random.nextInt(3) == 0) {
        some.add(each);
      }
    }
    Collections.shuffle(some, random);
    return some;
  }

  private static List<String> mixed(Random random, List<String> some, List<String> others) {
    List<String> mixed = new ArrayList<>(some);
    for (String other : others) {
      mixed.add(random.nextInt(mixed.size() + 1), other);
    }
    return mixed;
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  private static String secret(String word) {
    return PASSWORD + word + PASSWORD;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String braced(String text) {
    return '{' + text.replace("}", "}}") + '}';
  }
}
