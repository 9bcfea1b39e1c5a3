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

  /** Classes that are a {@code java.sql.Driver}. */
  final Set<String> drivers = new HashSet<>();

  /** Other classes without which no connection of a known driver's is opened. */
  final Set<String> others = new HashSet<>();

  /** Classes by which known drivers log in to a server, for those that were loaded before. */
  final Set<String> logins = new HashSet<>();

  private final String message;

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
    addNamed(arguments);
    addNamed(System.getProperty("leasehold.drivers"));
    addNamed(System.getenv("LEASEHOLD_DRIVERS"));
  }

  /** Refuses the drivers from now on; returns why, and what to do about it. */
  public static String install(
      Throwable fault, @Nullable String arguments, Instrumentation instrumentation) {
    String message =
        "Leasehold could not start: "
            + described(fault)
            + ". Connections through the drivers that it knows are refused until the JVM is"
            + " restarted; the configured password is not tried. The agent's jar is not whole, or"
            + " was changed: put the released one in its place";
    return install(message, arguments, instrumentation);
  }

  /** Refuses the drivers from now on, with this message; returns it, and what cannot be refused. */
  public static String install(
      String message, @Nullable String arguments, Instrumentation instrumentation) {
    RefusedDrivers refused = new RefusedDrivers(arguments, message);
    instrumentation.addTransformer(refused);
    StringBuilder whole = new StringBuilder(message);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String name = loaded.getName().replace('.', '/');
      if (refused.isRefused(name)) {
        whole
            .append(". Another agent loaded ")
            .append(loaded.getName())
            .append(
                refused.logins.contains(name)
                    ? " before, by which its driver logs in with the configured password"
                    : " before, so that its driver is refused no sooner than where it logs in")
            .append(": name this agent before that one");
      }
    }
    return whole.toString();
  }

  /** What an exception of another kind says may quote a setting. */
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

  /** Takes whatever may be the name of a class in {@code leasehold.drivers}. */
  private void addNamed(@Nullable String setting) {
    StringTokenizer words = new StringTokenizer(setting == null ? "" : setting, "=,\\ ");
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.indexOf('.') > 0) {
        drivers.add(word.replace('.', '/'));
      }
    }
  }

  private boolean isRefused(String internalName) {
    return drivers.contains(internalName)
        || others.contains(internalName)
        || logins.contains(internalName);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (internalName == null || !isRefused(internalName)) {
      return null;
    }
    byte[] standIn = UNLOADABLE;
    try {
      standIn = StandInClass.refusing(internalName, drivers.contains(internalName), message);
    } catch (Throwable unable) {
      // Then the application is told nothing, but refused all the same.
    }
    return standIn;
  }
}
