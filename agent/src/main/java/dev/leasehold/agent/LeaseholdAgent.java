// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The agent's entry: decides whether to run before anything else of Leasehold is loaded.
 *
 * <p>The application starts after any fault; where Leasehold is configured, without the known
 * drivers ({@link RefusedDrivers}), as they would connect with the configured password.
 *
 * <p>The manifest's {@code Boot-Class-Path} names the jar itself, so this class is the boot
 * loader's. A renamed jar is appended here instead. This class alone is the system loader's then,
 * and the JVM complains on standard output that it cannot share classes.
 */
public final class LeaseholdAgent {

  /**
   * A system property that is set once the agent runs; not a setting, hence not {@code leasehold.}.
   */
  static final String RUNNING = "dev.leasehold.agent.running";

  /** The same words as {@code Settings.NOT_CONFIGURED}, which is not loaded for one line. */
  static final String NOT_CONFIGURED =
      "not configured, so it does nothing. Set leasehold.creds (LEASEHOLD_CREDS) to the path of the"
          + " credentials in Vault, as in database/creds/orders, or to a file, as in"
          + " file:/vault/secrets/db.properties";

  private static final String PREFIX = "leasehold.";

  private static final String COMPOSITION_ROOT = "dev.leasehold.start.Leasehold";

  private LeaseholdAgent() {}

  /**
   * Called by the JVM before {@code main}. Returns at once in a JDK tool, in a JVM that has the
   * agent already, and where no setting is given. Throws only where the jar lacks even the classes
   * that refuse connections. The JVM then ends, as it does where the jar is missing.
   */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      if (isJdkTool(
          System.getProperty("sun.java.command"), System.getProperty("sun.java.launcher"))) {
        return;
      }
      if (System.getProperty(RUNNING) != null) {
        say("already runs in this JVM; the -javaagent given again is ignored");
      } else if (isConfigured(arguments)) {
        System.setProperty(RUNNING, "true");
        start(arguments, instrumentation);
      } else {
        say(NOT_CONFIGURED);
      }
    } catch (Throwable fault) {
      failed(cause(fault), arguments, instrumentation);
    }
  }

  /**
   * Returns whether the JVM runs a tool of the JDK, or no class at all as {@code java -version}
   * does.
   *
   * @param command {@code sun.java.command}: the main class or the jar, and its arguments. A class
   *     in a module is written {@code module/class}. Null where there is none, and in a JVM that a
   *     native program made.
   * @param launcher {@code sun.java.launcher}: null in a JVM that a native program made
   */
  static boolean isJdkTool(@Nullable String command, @Nullable String launcher) {
    if (command == null || command.isEmpty()) {
      return launcher != null;
    }
    int space = command.indexOf(' ');
    String main = space < 0 ? command : command.substring(0, space);
    if (main.endsWith(".jar") || main.contains("com.sun.tools.javac.launcher.")) {
      return false; // "java Application.java" runs an application.
    }
    return main.startsWith("java.")
        || main.startsWith("jdk.")
        || main.startsWith("sun.")
        || main.startsWith("com.sun.tools.");
  }

  private static boolean isConfigured(@Nullable String arguments) {
    if (arguments != null && !arguments.isEmpty()) {
      return true;
    }
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        return true;
      }
    }
    for (String name : System.getenv().keySet()) {
      if (name.startsWith("LEASEHOLD_")) {
        return true;
      }
    }
    return false;
  }

  private static void start(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    JarFile jar = new JarFile(ownJar(), false); // Verifying is slow before the JIT runs.
    if (LeaseholdAgent.class.getClassLoader() != null) {
      instrumentation.appendToBootstrapClassLoaderSearch(jar);
    }
    Class.forName(COMPOSITION_ROOT, true, AgentClassLoader.of(jar))
        .getMethod("start", String.class, Instrumentation.class)
        .invoke(null, arguments, instrumentation);
  }

  /** Returns the jar of this class; not by its code source, as a boot class has none. */
  private static File ownJar() throws URISyntaxException {
    String name = "dev/leasehold/agent/LeaseholdAgent.class";
    String url = String.valueOf(ClassLoader.getSystemResource(name));
    return new File(
        new URI(url.substring("jar:".length(), url.length() - "!/".length() - name.length())));
  }

  private static Throwable cause(Throwable fault) {
    Throwable cause = fault instanceof InvocationTargetException ? fault.getCause() : null;
    return cause == null ? fault : cause;
  }

  private static void failed(
      Throwable fault, @Nullable String arguments, Instrumentation instrumentation) {
    if (isToRefuse(arguments)) {
      say("ERROR " + RefusedDrivers.install(fault, arguments, instrumentation));
    } else {
      say("could not start, the application runs without it: " + fault);
    }
  }

  private static void say(String what) {
    try {
      FirstLine.say(what);
    } catch (Throwable fault) { // The jar may lack that, too.
      System.err.println("[leasehold] " + what);
    }
  }

  /**
   * Returns whether credentials are named, as far as that can be told without reading settings, and
   * connections are to be treated at all. A properties file counts, as it may name them.
   */
  public static boolean isToRefuse(@Nullable String arguments) {
    String mode = mode(arguments);
    return !mode.equalsIgnoreCase("off")
        && !mode.equalsIgnoreCase("observe")
        && mayNameCredentials(arguments);
  }

  private static boolean mayNameCredentials(@Nullable String arguments) {
    for (String entry : entries(arguments)) {
      String name = name(entry);
      if (name.endsWith("creds") || name.endsWith("config")) {
        return true;
      }
    }
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX) && (name.endsWith("creds") || name.endsWith("config"))) {
        return true;
      }
    }
    for (String name : System.getenv().keySet()) {
      if (name.startsWith("LEASEHOLD_") && (name.endsWith("CREDS") || name.endsWith("CONFIG"))) {
        return true;
      }
    }
    return false;
  }

  private static String mode(@Nullable String arguments) {
    List<@Nullable String> given = new ArrayList<>(values(arguments, "mode"));
    given.add(System.getProperty("leasehold.mode"));
    given.add(System.getenv("LEASEHOLD_MODE"));
    for (String mode : given) {
      if (mode != null && !mode.trim().isEmpty()) {
        return mode.trim();
      }
    }
    return "";
  }

  /**
   * Returns the values that the agent's argument gives a setting, as settings are read: its name
   * may have the prefix. There should be at most one value.
   */
  static List<String> values(@Nullable String arguments, String setting) {
    List<String> values = new ArrayList<>();
    for (String entry : entries(arguments)) {
      String name = name(entry);
      if (name.equals(setting) || name.equals(PREFIX + setting)) {
        values.add(entry.substring(entry.indexOf('=') + 1));
      }
    }
    return values;
  }

  /** Returns the text before the first equals sign; empty where there is none. */
  private static String name(String entry) {
    return entry.substring(0, Math.max(0, entry.indexOf('='))).trim();
  }

  /** Returns the entries of the agent's argument; a comma in a value is written {@code \,}. */
  private static List<String> entries(@Nullable String arguments) {
    String rest = arguments == null ? "" : arguments;
    List<String> entries = new ArrayList<>();
    StringBuilder entry = new StringBuilder();
    for (int comma = rest.indexOf(','); comma >= 0; comma = rest.indexOf(',')) {
      boolean inside = comma > 0 && rest.charAt(comma - 1) == '\\';
      entry.append(rest, 0, inside ? comma - 1 : comma);
      rest = rest.substring(comma + 1);
      if (inside) {
        entry.append(',');
      } else {
        entries.add(entry.toString());
        entry.setLength(0);
      }
    }
    entries.add(entry.append(rest).toString());
    return entries;
  }
}
