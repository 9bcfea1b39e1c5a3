// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Says for when it was scheduled. */
public final class Tick implements Job {

  @Override
  public void execute(JobExecutionContext context) {
    Output.say("fired " + context.getScheduledFireTime().getTime());
  }
}
