// SPDX-License-Identifier: Apache-2.0
/** Counts logins to Vault. Not loaded while no setting asks for metrics. */
@NullMarked
package dev.leasehold.vault.metrics;

import org.jspecify.annotations.NullMarked;
