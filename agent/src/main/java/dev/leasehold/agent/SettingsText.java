// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import dev.leasehold.config.KnownDrivers;
import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All settings as text, for a JVM in which they cannot be read, or not yet: which drivers they may
 * mean besides the known drivers. Takes more for a name or a URL than settings do.
 */
public final class SettingsText {

  private static final int LONGEST_FILE = 1 << 20;

  /** The bound on the reading of a file: a mount may hang. */
  private static final int FILE_MILLIS = 2_000;

  private final List<String> texts = new ArrayList<>();
  private boolean whole = true;

  private SettingsText() {}

  /** Returns the text of this process's settings, with the properties files that they name. */
  public static SettingsText of(@Nullable String argument) {
    SettingsText made = new SettingsText();
    made.texts.add(argument == null ? "" : argument);
    for (String file : LeaseholdAgent.values(argument, "config")) {
      made.addFile(file);
    }
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("leasehold.")) {
        made.add(name, System.getProperty(name), "leasehold.config");
      }
    }
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith("LEASEHOLD_")) {
        made.add(variable.getKey(), variable.getValue(), "LEASEHOLD_CONFIG");
      }
    }
    return made;
  }

  private void add(String name, @Nullable String value, String config) {
    texts.add(name + '=' + value);
    if (name.equals(config) && value != null) {
      addFile(value);
    }
  }

  private void addFile(String path) {
    if (path.trim().isEmpty()) {
      return;
    }
    FileReading reading = new FileReading(new File(path.trim()));
    Thread thread = new Thread(reading, "leasehold-settings-text");
    thread.setDaemon(true);
    try {
      thread.start();
      reading.ended.await(FILE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError | RuntimeException noThread) {
      whole = false; // As where it cannot be read.
    }
    String text = reading.text;
    if (text == null || text.indexOf('\\') >= 0) { // An escape may be any letter of a name.
      whole = false;
    }
    if (text != null) {
      texts.add(text);
    }
  }

  /** Returns whether drivers may be meant that are not known; so too where a file is not read. */
  public boolean mayMeanOtherDrivers() {
    if (!whole) {
      return true;
    }
    for (String text : texts) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (lower.contains("drivers") || hasOtherUrl(lower)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasOtherUrl(String text) {
    int url = text.indexOf("jdbc:");
    while (url >= 0) {
      if (!isKnown(text, url)) {
        return true;
      }
      url = text.indexOf("jdbc:", url + 1);
    }
    return false;
  }

  private static boolean isKnown(String text, int url) {
    StringTokenizer words = new StringTokenizer(KnownDrivers.LIST, " \n");
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.startsWith("url=") && text.startsWith(word.substring(4), url)) {
        return true;
      }
    }
    return false;
  }

  /** Returns each word that may be the name of a class, with slashes. */
  Set<String> classNames() {
    Set<String> names = new HashSet<>();
    for (String text : texts) {
      if (text.toLowerCase(Locale.ROOT).contains("drivers")) {
        for (String line : text.split("[\r\n]+", -1)) {
          addClassNames(line, names);
        }
      }
    }
    return names;
  }

  /** A comment names no driver; the application's own classes, perhaps. */
  private static void addClassNames(String line, Set<String> names) {
    StringTokenizer words = new StringTokenizer(line, "=,:\\ \t");
    boolean comment = line.trim().startsWith("#") || line.trim().startsWith("!");
    while (words.hasMoreTokens() && !comment) {
      String word = words.nextToken();
      if (word.indexOf('.') > 0) {
        names.add(word.replace('.', '/'));
      }
    }
  }

  /** Reads a file, if it is a file and not too long. */
  private static final class FileReading implements Runnable {

    private final File file;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Null where there is none. */
    private volatile @Nullable String text;

    FileReading(File file) {
      this.file = file;
    }

    @Override
    public void run() {
      try {
        read();
      } finally {
        ended.countDown();
      }
    }

    private void read() {
      try {
        long length = file.isFile() ? file.length() : LONGEST_FILE; // A pipe would block.
        text = length < LONGEST_FILE ? content((int) length) : null;
      } catch (IOException | RuntimeException unreadable) {
        text = null;
      }
    }

    private String content(int length) throws IOException {
      byte[] bytes = new byte[length];
      try (DataInputStream in = new DataInputStream(new FileInputStream(file))) {
        in.readFully(bytes);
      }
      return new String(bytes, "UTF-8");
    }
  }
}
