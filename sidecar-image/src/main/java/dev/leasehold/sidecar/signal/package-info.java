// SPDX-License-Identifier: Apache-2.0
/**
 * Tells a program that its credential has changed, by a signal.
 *
 * <p>{@link dev.leasehold.sidecar.signal.SignalTarget} finds the processes, {@link
 * dev.leasehold.sidecar.signal.SignalPreflight} says whether a signal would arrive and have the
 * program read the file, and {@link dev.leasehold.sidecar.signal.Signaller} sends it.
 */
@NullMarked
package dev.leasehold.sidecar.signal;

import org.jspecify.annotations.NullMarked;
