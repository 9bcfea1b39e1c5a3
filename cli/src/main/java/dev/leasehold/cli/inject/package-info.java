// SPDX-License-Identifier: Apache-2.0
/**
 * Puts the agent into the pod templates of manifests, and takes it out again.
 *
 * <p>{@link dev.leasehold.cli.inject.Injector} takes the text of a stream and gives the changed
 * text and a report. Its additions to a pod are recorded in the annotation {@code
 * leasehold.dev/injected}, and {@link dev.leasehold.cli.inject.InjectionRemoval} goes by that.
 */
@NullMarked
package dev.leasehold.cli.inject;

import org.jspecify.annotations.NullMarked;
