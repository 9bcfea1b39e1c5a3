// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a test with the oldest pgjdbc, with the last of each line, and with the newest. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest
@ValueSource(
    strings = {
      "postgresql-42.2.2",
      "postgresql-42.2.29",
      "postgresql-42.3.10",
      "postgresql-42.4.5",
      "postgresql-42.5.6",
      "postgresql-42.6.2",
      "postgresql-newest"
    })
@interface EachPgjdbc {}
