// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import java.time.OffsetDateTime;

/** The order of a customer. */
public record Order(
    long id, String customer, String article, int quantity, OffsetDateTime createdAt) {}
