// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import org.quartz.SchedulerException;
import org.quartz.listeners.SchedulerListenerSupport;

/** Prints the failures of a scheduler. */
final class Failures extends SchedulerListenerSupport {

  @Override
  public void schedulerError(String message, SchedulerException cause) {
    Output.say("failed " + message + ": " + cause);
  }
}
