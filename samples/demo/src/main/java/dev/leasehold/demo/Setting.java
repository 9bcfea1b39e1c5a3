// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

/**
 * A variable of the application's environment.
 *
 * @param name its name
 * @param value its value; none here is secret
 */
record Setting(String name, String value) {

  @Override
  public String toString() {
    return name + "=" + value;
  }
}
