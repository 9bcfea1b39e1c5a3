// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.leasehold.demo.picture;

import org.jspecify.annotations.NullMarked;
