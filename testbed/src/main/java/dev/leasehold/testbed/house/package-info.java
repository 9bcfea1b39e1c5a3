// SPDX-License-Identifier: Apache-2.0
/**
 * Rules that the product's own code keeps. Modules that use {@link
 * dev.leasehold.testbed.house.PackageTable} need ArchUnit among their dependencies.
 */
@NullMarked
package dev.leasehold.testbed.house;

import org.jspecify.annotations.NullMarked;
