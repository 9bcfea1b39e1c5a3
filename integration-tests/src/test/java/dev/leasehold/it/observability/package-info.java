// SPDX-License-Identifier: Apache-2.0
/** The rules and dashboards of {@code deploy/}, against the metrics that there are. */
@NullMarked
package dev.leasehold.it.observability;

import org.jspecify.annotations.NullMarked;
