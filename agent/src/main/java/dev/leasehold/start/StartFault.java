// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import org.jspecify.annotations.Nullable;

/**
 * Tells the reason that the agent did not start, in words for the operator of the application. The
 * fault itself gets one line of at most {@value #BOUND} characters; then comes the next step.
 *
 * <p>No secret is in it, and an exception's message may quote a setting. So only the JVM's own
 * errors, which name classes and limits, give their message. Of other exceptions the line has the
 * place where they were thrown.
 */
final class StartFault {

  /** Longer than the name of any class of ours, and short enough for one line of a log. */
  static final int BOUND = 300;

  private static final int CAUSES = 4;

  private StartFault() {}

  /** Returns the fault, its effect on connections, and the next step. */
  static String describe(Throwable fault) {
    String what = bounded(chain(fault));
    return "the agent did not start: "
        + what
        + ". Whose credential a connection gets is not known, so all are refused until the JVM is"
        + " restarted; the configured password is not tried. "
        + nextStep(fault);
  }

  private static String chain(Throwable fault) {
    StringBuilder text = new StringBuilder(one(fault));
    Throwable cause = fault.getCause();
    for (int i = 0; cause != null && i < CAUSES; i++) {
      text.append(", caused by ").append(one(cause));
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static String one(Throwable fault) {
    String name = fault.getClass().getName();
    String message = saysNoMoreThanTheJvm(fault) ? fault.getMessage() : null;
    return message == null ? name + place(fault) : name + ": " + message;
  }

  /** An error in a class's initialisation quotes another's message from JDK 17 on. */
  private static boolean saysNoMoreThanTheJvm(Throwable fault) {
    return fault instanceof VirtualMachineError
        || (isOfClasses(fault) && !(fault instanceof ExceptionInInitializerError));
  }

  private static boolean isOfClasses(@Nullable Throwable fault) {
    return fault instanceof LinkageError || fault instanceof ClassNotFoundException;
  }

  private static String place(Throwable fault) {
    StackTraceElement[] stack = fault.getStackTrace();
    return stack.length == 0 ? "" : " at " + stack[0];
  }

  private static String bounded(String text) {
    return text.length() <= BOUND ? text : text.substring(0, BOUND) + "...";
  }

  private static String nextStep(Throwable fault) {
    if (isOfClasses(fault)) {
      return "The agent's jar is not whole, or was changed: put the released jar in its place";
    }
    if (fault instanceof OutOfMemoryError) {
      return "Give the JVM more memory, or the container more threads";
    }
    return "Please report it; without the option -javaagent the application runs as it is";
  }
}
