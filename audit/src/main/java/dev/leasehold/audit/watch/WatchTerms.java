// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.AuditTerms;
import java.time.Duration;

/**
 * The intervals and bounds of the service.
 *
 * @param terms of the join
 * @param every the time from one join to the next; it is longer where a join takes long
 * @param settle how long a finding stands before it is written out, as lines of other logs may be
 *     late
 * @param retention how much of the logs is kept
 */
public record WatchTerms(AuditTerms terms, Duration every, Duration settle, Duration retention) {}
