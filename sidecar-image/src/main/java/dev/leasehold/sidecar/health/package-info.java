// SPDX-License-Identifier: Apache-2.0
/** What a kubelet and a Prometheus ask the sidecar over HTTP. */
@NullMarked
package dev.leasehold.sidecar.health;

import org.jspecify.annotations.NullMarked;
