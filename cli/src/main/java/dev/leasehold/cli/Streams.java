// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * The standard streams of a command.
 *
 * @param in manifests
 * @param out manifests
 * @param messages the report and errors
 */
record Streams(InputStream in, OutputStream out, PrintWriter messages) {}
