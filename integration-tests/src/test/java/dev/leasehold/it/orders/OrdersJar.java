// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * An application that takes orders, as its build packages it.
 *
 * @param path of its jar in the source tree
 * @param listening finds in its output that it takes requests; its first group is the port
 * @param environment its platform's variables: to take any free port, and the place of its database
 */
public record OrdersJar(String path, Pattern listening, Map<String, String> environment) {}
