// SPDX-License-Identifier: Apache-2.0
/**
 * A Kubernetes control plane: etcd and the API server, and the service-account tokens it gives out.
 */
@NullMarked
package dev.leasehold.testbed.kubernetes;

import org.jspecify.annotations.NullMarked;
