// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.file;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Reads files that another program provides: regular files only, up to a given size. A read takes
 * five seconds at most, also where a volume hangs. A process at its limit of open files reads them
 * in the place of spare files. Safe for use by many threads.
 */
public final class BoundedFile {

  /** The bound for a file of settings or certificates, in bytes: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int KIB = 1024;
  private static final int MAX_FILES = 1000;

  /**
   * A file of a mounted volume is read in microseconds, a file on a slow network in milliseconds.
   */
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** Each file's own threads: a file on a dead mount is to hold up no other file. */
  private static final Map<File, FileThreads> THREADS = new ConcurrentHashMap<>();

  private BoundedFile() {}

  /**
   * Returns the content of a file.
   *
   * @param maxBytes the longest that it may be
   * @param content the expected content, for messages: "a single token"
   * @throws UnfitFileException naming the fault of the file, and the fix
   */
  public static byte[] read(File file, int maxBytes, String content) throws UnfitFileException {
    return within(file, () -> readNow(file, maxBytes, content));
  }

  /**
   * Returns the regular files in a directory, by name; hidden files are left out, as Kubernetes
   * mounts keep their own machinery there.
   *
   * @param content the expected content, for messages
   * @throws UnfitFileException when there are none, or over a thousand
   */
  public static List<File> filesIn(File directory, String content) throws UnfitFileException {
    return within(directory, () -> filesNow(directory, content));
  }

  /**
   * Returns a text that changes when a file is replaced or written to: its time and length.
   *
   * @throws UnfitFileException when that cannot be found out in time
   */
  public static String stamp(List<File> files) throws UnfitFileException {
    return files.isEmpty() ? "" : within(files.get(0), () -> stampNow(files));
  }

  /**
   * Returns the result of a call that touches a file or a directory, within five seconds. An
   * interrupt from before is put off until then.
   *
   * @throws UnfitFileException thrown by the call, or saying that it failed or took too long
   */
  public static <T> T within(File file, Callable<T> call) throws UnfitFileException {
    FileThreads threads = THREADS.computeIfAbsent(file, each -> new FileThreads(BOUND));
    boolean before = Thread.interrupted();
    try {
      return within(call, threads);
    } finally {
      if (threads.areFree()) {
        THREADS.remove(file, threads);
      }
      if (before) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static <T> T within(Callable<T> call, FileThreads threads) throws UnfitFileException {
    try {
      return threads.call(call);
    } catch (TimeoutException e) {
      throw new UnfitFileException(
          "could not be read within "
              + BOUND.getSeconds()
              + " s; check the volume that it is on, which seems to hang");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnfitFileException("could not be read, as the thread was interrupted; try again");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnfitFileException) {
        throw (UnfitFileException) cause;
      }
      throw new UnfitFileException("cannot be read (" + cause + "); check the path");
    }
  }

  private static List<File> filesNow(File directory, String content) throws UnfitFileException {
    List<File> files = new ArrayList<>();
    String[] names = directory.list();
    if (names == null && directory.isDirectory() && SpareFiles.release()) {
      names = directory.list();
      SpareFiles.fill();
    }
    if (names != null) {
      Arrays.sort(names);
      for (String name : names) {
        File file = new File(directory, name);
        if (!name.startsWith(".") && file.isFile()) {
          files.add(file);
        }
      }
    }
    if (files.isEmpty() || files.size() > MAX_FILES) {
      String problem = files.isEmpty() ? "files" : MAX_FILES + " files or fewer";
      throw new UnfitFileException(
          "is not a directory with "
              + problem
              + " in it; name a directory whose files hold "
              + content);
    }
    return files;
  }

  private static String stampNow(List<File> files) {
    StringBuilder stamp = new StringBuilder();
    for (File file : files) {
      stamp.append(file).append(':').append(file.lastModified());
      stamp.append(':').append(file.length()).append('\n');
    }
    return stamp.toString();
  }

  /** Reads as {@link #read}, on this thread and without a bound of time: for {@link #within}. */
  public static byte[] readNow(File file, int maxBytes, String content) throws UnfitFileException {
    if (!file.isFile()) {
      throw new UnfitFileException(whyNoFile(file, content));
    }
    try {
      return open(file, maxBytes, content);
    } catch (IOException e) {
      throw UnfitFileException.unreadable(e);
    } finally {
      SpareFiles.fill();
    }
  }

  private static byte[] open(File file, int maxBytes, String content)
      throws IOException, UnfitFileException {
    while (true) {
      try (InputStream in = new FileInputStream(file)) {
        return read(in, maxBytes, content);
      } catch (IOException e) {
        if (!OpenFiles.areExhausted(e) || !SpareFiles.release()) {
          throw e;
        }
      }
    }
  }

  private static String whyNoFile(File file, String content) {
    if (file.isDirectory()) {
      return "is a directory; name the file in it that holds " + content;
    }
    return file.exists()
        ? "is no regular file but a pipe, a socket or a device; name a file that holds " + content
        : "does not exist; check the path and that the volume is mounted";
  }

  /**
   * Returns the rest of a stream, which the caller closes; without a bound of time.
   *
   * @throws UnfitFileException when it is over {@code maxBytes}
   */
  public static byte[] read(InputStream in, int maxBytes, String content)
      throws IOException, UnfitFileException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0 && out.size() <= maxBytes; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    if (out.size() > maxBytes) {
      String size = maxBytes < MAX_BYTES ? maxBytes / KIB + " KiB" : maxBytes / MAX_BYTES + " MiB";
      throw new UnfitFileException("is over " + size + "; name a file that holds " + content);
    }
    return out.toByteArray();
  }
}
