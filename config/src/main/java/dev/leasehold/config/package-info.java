// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the configuration, validates all of it, and names the bad key.
 *
 * <p>No setting holds a secret: secrets are read from files that a setting names. Values are never
 * printed. Types are immutable unless they say otherwise.
 */
@NullMarked
package dev.leasehold.config;

import org.jspecify.annotations.NullMarked;
