// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.leasehold.credentialfile;

import org.jspecify.annotations.NullMarked;
