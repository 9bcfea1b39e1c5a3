// SPDX-License-Identifier: Apache-2.0
// Dashboards and rules for those who use jsonnet. The dashboards in ../dashboards are made from this.
(import 'config.libsonnet') + {
  local mixin = self,
  local groups = std.parseYaml(importstr '../../prometheus/rules.yaml').groups,
  local isAlert(group) = std.objectHas(group.rules[0], 'alert'),

  grafanaDashboards+:: {
    'leasehold-fleet.json': (import 'dashboards/fleet.libsonnet')(mixin._config),
    'leasehold-service.json': (import 'dashboards/service.libsonnet')(mixin._config),
    'leasehold-pod.json': (import 'dashboards/pod.libsonnet')(mixin._config),
    'leasehold-servers.json': (import 'dashboards/servers.libsonnet')(mixin._config),
  },
  prometheusRules+:: { groups+: [group for group in groups if !isAlert(group)] },
  prometheusAlerts+:: { groups+: [group for group in groups if isAlert(group)] },
}
