// SPDX-License-Identifier: Apache-2.0
// jsonnet -m ../dashboards dashboards.jsonnet
(import 'mixin.libsonnet').grafanaDashboards
