// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import dev.leasehold.config.KnownDrivers;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Stand-ins for the classes through which known drivers connect, for a JVM in which the agent could
 * not start and nothing is woven. They refuse each connection and say why. Without them these
 * drivers would connect with the configured password.
 */
public final class RefusedDrivers implements ClassFileTransformer {

  /** The JVM refuses a class file that is no more than this. */
  private static final byte[] UNLOADABLE = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE};

  /** The interface's name as a constant of a class file: tag, length, name. */
  private static final byte[] DRIVER = {
    1, 0, 15, 'j', 'a', 'v', 'a', '/', 's', 'q', 'l', '/', 'D', 'r', 'i', 'v', 'e', 'r'
  };

  /** Classes that are a {@code java.sql.Driver}. */
  final Set<String> drivers = new HashSet<>();

  /** Other classes without which no connection of a known driver's is opened. */
  final Set<String> others = new HashSet<>();

  /** Classes by which known drivers log in to a server, for drivers that were loaded before. */
  final Set<String> logins = new HashSet<>();

  /** Drivers that the settings may name, and whose login points nobody knows. */
  private final Set<String> named;

  private final String message;

  /** Whether settings may mean a driver that nobody knows. */
  private final boolean everyDriver;

  RefusedDrivers(@Nullable String arguments, String message) {
    this.message = message;
    StringTokenizer words = new StringTokenizer(KnownDrivers.LIST, " \n");
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      String type = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("driver=")) {
        drivers.add(type);
      } else if (word.startsWith("opens=")) {
        others.add(type);
      } else if (word.startsWith("login=")) {
        logins.add(type);
      }
    }
    SettingsText settings = SettingsText.of(arguments);
    named = settings.classNames();
    named.removeAll(drivers);
    drivers.addAll(named);
    everyDriver = settings.mayMeanOtherDrivers();
  }

  /** Refuses the drivers from now on; returns the reason, and the next step. */
  public static String install(
      Throwable fault, @Nullable String arguments, Instrumentation instrumentation) {
    String message =
        "Leasehold could not start: "
            + described(fault)
            + ". Connections through the drivers that it knows are refused until the JVM is"
            + " restarted; the configured password is not tried. The agent's jar is not whole, or"
            + " was changed: put the released jar in its place";
    return install(message, arguments, instrumentation);
  }

  /**
   * Refuses the drivers from now on, with this message. Returns the message, and the names of
   * loaded drivers that are refused later or not at all.
   */
  public static String install(
      String message, @Nullable String arguments, Instrumentation instrumentation) {
    RefusedDrivers refused = new RefusedDrivers(arguments, message);
    instrumentation.addTransformer(refused);
    StringBuilder whole = new StringBuilder(message);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String name = loaded.getName().replace('.', '/');
      if (refused.isRefused(name) || (refused.everyDriver && isDriver(loaded))) {
        whole
            .append(". Another agent loaded ")
            .append(loaded.getName())
            .append(
                refused.isKnownBeforeItsLogin(name)
                    ? " before, so that its driver is refused no sooner than where it logs in"
                    : " before, by which its driver logs in with the configured password")
            .append(": name this agent before that agent");
      }
    }
    return whole.toString();
  }

  private static boolean isDriver(Class<?> loaded) {
    for (Class<?> each : loaded.getInterfaces()) {
      if (each.getName().equals("java.sql.Driver")) {
        return !loaded.isInterface();
      }
    }
    return false;
  }

  /** The text of an exception of another kind may quote a setting. */
  private static String described(Throwable fault) {
    if (fault instanceof LinkageError
        || fault instanceof ClassNotFoundException
        || fault instanceof VirtualMachineError
        || fault instanceof IOException) {
      return fault.toString();
    }
    StackTraceElement[] stack = fault.getStackTrace();
    return fault.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
  }

  private boolean isKnownBeforeItsLogin(String internalName) {
    return others.contains(internalName)
        || (drivers.contains(internalName) && !named.contains(internalName));
  }

  private boolean isRefused(String internalName) {
    return drivers.contains(internalName)
        || others.contains(internalName)
        || logins.contains(internalName);
  }

  /** Returns whether the constants of a class file have the name of the interface. */
  private static boolean mentionsDriver(byte[] classFile) {
    for (int at = 0; at <= classFile.length - DRIVER.length; at++) {
      int same = 0;
      while (same < DRIVER.length && classFile[at + same] == DRIVER[same]) {
        same++;
      }
      if (same == DRIVER.length) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDriver(byte[] classFile) {
    try {
      return ClassFileInterfaces.has(classFile, "java/sql/Driver");
    } catch (RuntimeException notOne) {
      return false;
    } catch (Error unable) { // The jar may lack that class; memory may.
      return mentionsDriver(classFile);
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    boolean other = internalName != null && everyDriver && isDriver(bytes);
    if (internalName == null || !(other || isRefused(internalName))) {
      return null;
    }
    byte[] standIn = UNLOADABLE;
    try {
      boolean driver = other || drivers.contains(internalName);
      standIn = StandInClass.refusing(internalName, driver, message);
    } catch (Throwable unable) {
      // Then the application is told nothing, but refused all the same.
    }
    return standIn;
  }
}
