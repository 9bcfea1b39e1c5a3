// SPDX-License-Identifier: Apache-2.0
/**
 * A lease source over a file that another program keeps fresh: reads it, says when it ends, and
 * notices its changes.
 *
 * <p>{@link dev.leasehold.credentialfile.CredentialFileSource} is the source, and the only entry.
 */
@NullMarked
package dev.leasehold.credentialfile;

import org.jspecify.annotations.NullMarked;
