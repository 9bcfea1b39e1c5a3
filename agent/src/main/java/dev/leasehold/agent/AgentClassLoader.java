// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.AllPermission;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's files under {@code inst/} of its jar, classes as {@code .classdata}, so that no
 * other loader sees them. Asks the jar first and its parent second, so that no class of the
 * application or of another agent is taken for ours.
 *
 * <p>Answers {@link #getResourceAsStream} for classes too, as a class is woven for practice; gives
 * no URL for a file in the jar.
 */
public final class AgentClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String ROOT = "inst/";
  private static final String CLASS = ".class";
  private static final String CLASSDATA = ".classdata";

  /** As trusted as the boot loader's classes, under each policy of a security manager. */
  private final ProtectionDomain trusted = trusted();

  private final JarFile jar;

  private AgentClassLoader(JarFile jar) {
    super(platformLoader());
    this.jar = jar;
  }

  /**
   * Makes a loader; it keeps {@code jar} open for the life of the JVM. The result is of the JDK's
   * type. To verify a caller that uses this class as a type, a JVM would load this class. That may
   * happen before the jar is one of the boot loader's.
   */
  public static ClassLoader of(JarFile jar) {
    return new AgentClassLoader(jar);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        JarEntry entry = isOfTheJdk(name) ? null : entry(name.replace('.', '/') + CLASS);
        loaded = entry == null ? getParent().loadClass(name) : define(name, entry);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    JarEntry entry = entry(name);
    if (entry == null) {
      return super.getResourceAsStream(name);
    }
    try {
      return jar.getInputStream(entry);
    } catch (IOException unreadable) {
      return null; // As the contract has it: an entry that cannot be read is not there.
    }
  }

  /**
   * Loads and initialises every class of some packages in the jar. Goes through the jar once: the
   * list of its entries leaves as much garbage as the classes do.
   *
   * @param packageNames with dots
   */
  public void initialize(List<String> packageNames) throws ClassNotFoundException {
    List<String> folders = new ArrayList<>();
    for (String name : packageNames) {
      folders.add(ROOT + name.replace('.', '/') + '/');
    }
    Enumeration<JarEntry> entries = jar.entries();
    while (entries.hasMoreElements()) {
      String entry = entries.nextElement().getName();
      if (entry.endsWith(CLASSDATA) && isIn(folders, entry)) {
        int end = entry.length() - CLASSDATA.length();
        Class.forName(entry.substring(ROOT.length(), end).replace('/', '.'), true, this);
      }
    }
  }

  private static boolean isIn(List<String> folders, String entry) {
    for (String folder : folders) {
      if (entry.startsWith(folder) && entry.indexOf('/', folder.length()) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the topmost loader that is an object: the platform's, on Java 8 that of extensions. */
  private static ClassLoader platformLoader() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    for (ClassLoader up = loader.getParent(); up != null; up = up.getParent()) {
      loader = up;
    }
    return loader;
  }

  private static ProtectionDomain trusted() {
    Permissions all = new Permissions();
    all.add(new AllPermission());
    return new ProtectionDomain(null, all);
  }

  private static boolean isOfTheJdk(String name) {
    return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("sun.");
  }

  private @Nullable JarEntry entry(String resource) {
    return jar.getJarEntry(ROOT + (resource.endsWith(CLASS) ? resource + "data" : resource));
  }

  /**
   * Reads the entries of the jar that the application sees, and throws their bytes away.
   *
   * @throws IOException when it is damaged; the boot loader, which loads it, does not look
   */
  public void check() throws IOException {
    Enumeration<JarEntry> entries = jar.entries();
    while (entries.hasMoreElements()) {
      JarEntry entry = entries.nextElement();
      if (!entry.getName().startsWith(ROOT)) {
        try (InputStream in = jar.getInputStream(entry)) {
          read(entry, in);
        }
      }
    }
  }

  /** Nothing else looks at an entry's checksum: a damaged entry may be a class all the same. */
  private byte[] read(JarEntry entry, InputStream in) throws IOException {
    byte[] bytes = new byte[(int) entry.getSize()];
    new DataInputStream(in).readFully(bytes);
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, bytes.length);
    if (sum.getValue() != entry.getCrc()) {
      throw new IOException(entry.getName() + " of " + jar.getName() + " is damaged");
    }
    return bytes;
  }

  private Class<?> define(String name, JarEntry entry) throws ClassNotFoundException {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = read(entry, in);
      return defineClass(name, bytes, 0, bytes.length, trusted);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name + " cannot be read from " + jar.getName(), unreadable);
    }
  }
}
