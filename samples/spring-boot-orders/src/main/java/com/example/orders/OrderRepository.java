// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;

interface OrderRepository extends JpaRepository<Order, Long> {

  List<Order> findTop20ByCustomerOrderByIdDesc(String customer);

  List<Order> findTop20ByOrderByIdDesc();

  @NativeQuery("SELECT 1 FROM pg_sleep(:seconds)")
  int hold(double seconds);
}
