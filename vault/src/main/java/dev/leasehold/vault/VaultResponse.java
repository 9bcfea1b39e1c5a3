// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.JsonNumber;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vault's answer: a status and a JSON object, empty where there was none. Immutable. */
final class VaultResponse {

  private static final long MAX_SECONDS = Duration.ofDays(36_500).getSeconds();

  private final int status;
  private final Map<String, @Nullable Object> body;
  private final String correlationId;

  VaultResponse(int status, Map<String, @Nullable Object> body, String correlationId) {
    this.status = status;
    this.body = body;
    this.correlationId = correlationId;
  }

  int status() {
    return status;
  }

  /** Returns which request it answers: the first part of {@code X-Correlation-Id}. */
  String correlationId() {
    return correlationId;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns whether the token is unknown, or not allowed to make this request. */
  boolean isForbidden() {
    return status == 403;
  }

  /** Returns whether there is something other than null at a path of names. */
  boolean has(String... names) {
    return at(names) != null;
  }

  /** Returns the string at a path of names; empty when there is none. */
  String text(String... names) {
    Object value = at(names);
    return value instanceof String ? (String) value : "";
  }

  /**
   * Returns a number of seconds at a path of names as a time, without a fraction of a second.
   *
   * @throws BadResponseException when there is no value, or it is no number of seconds from 0 to
   *     100 years. Vault itself can mean no more than 292 years
   */
  Duration seconds(String... names) throws BadResponseException {
    Object value = at(names);
    if (value == null) {
      throw new BadResponseException("no " + String.join(".", names));
    }
    Long whole = value instanceof JsonNumber ? ((JsonNumber) value).whole() : null;
    if (whole == null || whole < 0 || whole > MAX_SECONDS) {
      throw new BadResponseException(
          String.join(".", names)
              + " "
              + shown(value)
              + ", which is no number of seconds from 0 to "
              + MAX_SECONDS);
    }
    return Duration.ofSeconds(whole);
  }

  /** Returns the same, and zero where there is nothing. */
  Duration secondsIfAny(String... names) throws BadResponseException {
    return at(names) == null ? Duration.ZERO : seconds(names);
  }

  /**
   * Returns the whole number at a path of names; zero when there is none, and the largest {@code
   * long} for a larger number.
   */
  long number(String... names) {
    Object value = at(names);
    if (!(value instanceof JsonNumber)) {
      return 0;
    }
    Long whole = ((JsonNumber) value).whole();
    return whole == null ? Long.MAX_VALUE : whole;
  }

  private static String shown(Object value) {
    if (value instanceof JsonNumber) {
      return value.toString();
    }
    return value instanceof String
        ? "\"" + VaultErrors.oneLine((String) value) + "\""
        : "(no number)";
  }

  /** Returns whether there is {@code true} at a path of names. */
  boolean flag(String... names) {
    return Boolean.TRUE.equals(at(names));
  }

  /** Returns Vault's reasons for a failure: its errors, or its warnings where it has no errors. */
  List<?> complaints() {
    Object errors = body.get("errors");
    if (errors instanceof List && !((List<?>) errors).isEmpty()) {
      return (List<?>) errors;
    }
    Object warnings = body.get("warnings");
    return warnings instanceof List ? (List<?>) warnings : Collections.emptyList();
  }

  private @Nullable Object at(String... names) {
    Object value = body;
    for (String name : names) {
      value = value instanceof Map ? ((Map<?, ?>) value).get(name) : null;
    }
    return value;
  }

  @Override
  public String toString() {
    return "answer " + status + " with " + body.keySet();
  }
}
