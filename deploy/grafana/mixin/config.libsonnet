// SPDX-License-Identifier: Apache-2.0
{
  _config+:: {
    // A selector that each query on agents and sidecars has, such as 'cluster="a"'; empty for none.
    leaseholdSelector: '',
    vaultSelector: '',
    postgresExporterSelector: '',
    dashboardTags: ['leasehold'],
    dashboardRefresh: '30s',
    dashboardPeriod: 'now-3h',
  },
}
