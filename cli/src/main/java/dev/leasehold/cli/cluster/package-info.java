// SPDX-License-Identifier: Apache-2.0
/**
 * The objects of a cluster. The one package that uses kubernetes-client, whose classes are loaded
 * when the first object is asked for.
 */
@NullMarked
package dev.leasehold.cli.cluster;

import org.jspecify.annotations.NullMarked;
