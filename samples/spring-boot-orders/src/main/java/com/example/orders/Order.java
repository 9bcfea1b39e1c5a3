// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The order of a customer. */
@Entity
@Table(name = "orders")
public class Order {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  private String customer;
  private String article;
  private int quantity;

  @Column(updatable = false)
  private Instant createdAt = Instant.now();

  protected Order() {}

  Order(String customer, String article, int quantity) {
    this.customer = customer;
    this.article = article;
    this.quantity = quantity;
  }

  public Long getId() {
    return id;
  }

  public String getCustomer() {
    return customer;
  }

  public String getArticle() {
    return article;
  }

  public int getQuantity() {
    return quantity;
  }

  public Instant getCreatedAt() {
    return createdAt;
  }
}
