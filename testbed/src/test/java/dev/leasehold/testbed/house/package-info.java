// SPDX-License-Identifier: Apache-2.0
/** The readers of the project's own files, shown to read as tests rely on. */
@NullMarked
package dev.leasehold.testbed.house;

import org.jspecify.annotations.NullMarked;
