// SPDX-License-Identifier: Apache-2.0
// All services: which of them needs a look.
local g = import '../grafana.libsonnet';

function(config)
  local own = config.leaseholdSelector;
  local ours = g.selector([own, 'namespace=~"$namespace"']);
  local with(more) = g.selector([ours, more]);
  local service = '{{namespace}} {{job}} {{binding}}';

  g.dashboard(config, 'leasehold-fleet', 'Leasehold / Fleet', [
    g.variable('namespace', 'Namespace', 'leasehold_ready', own, true),
  ], [
    g.stat('Processes', 'Agents and sidecars that are scraped.', 'short', g.processes(ours)),
    g.stat(
      'Bindings not ready',
      'Bindings that have asked for a credential and have none that the database takes.',
      'short',
      'sum(job:leasehold_not_ready:sum{%s}) or vector(0)' % ours,
      1
    ),
    g.stat('Rotations in an hour', 'Credentials that came into use.', 'short', 'sum(job:leasehold_rotations:increase1h{%s})' % with('result="success"')),
    g.stat('Failed in an hour', 'Tries to rotate that failed.', 'short', 'sum(job:leasehold_rotations:increase1h{%s})' % with('result="failure"'), 1),
    g.stat('Roles in 30 min', 'Database roles that Vault has made.', 'short', 'sum(job:leasehold_new_roles:count30m{%s})' % ours),
    g.stat(
      'Alerts',
      'Alerts of Leasehold that are firing.',
      'short',
      'count(ALERTS{alertname=~"Leasehold.+", alertstate="firing"}) or vector(0)',
      1
    ),
    g.timeseries('Bindings not ready', 'By service.', 'short', [['job:leasehold_not_ready:sum{%s}' % ours, service]]),
    g.timeseries(
      'Least life left of a lease',
      'Below a third, a renewal or a rotation is overdue. A static role has little left when its password changes.',
      'percentunit',
      [['min by (namespace, job, binding) (instance:leasehold_lease_remaining:ratio{%s})' % ours, service]]
    ),
    g.timeseries('Rotations in an hour', 'By service and result.', 'short', [['job:leasehold_rotations:increase1h{%s}' % ours, service + ' {{result}}']]),
    g.timeseries('New roles in 30 minutes', 'A spike is a restart loop, or credentials that do not come into use.', 'short', [['job:leasehold_new_roles:count30m{%s}' % ours, service]]),
    g.timeseries(
      'Processes in which an operation fails',
      'The last try of the operation failed.',
      'short',
      [['sum by (namespace, job, operation) (leasehold_failing{%s})' % ours, '{{namespace}} {{job}} {{operation}}']]
    ),
    g.timeseries(
      'Connects refused and rejected',
      'Refused by Leasehold without a valid lease; rejected by the database.',
      'ops',
      [
        ['sum by (namespace, job) (rate(leasehold_connections_refused_total{%s}[$__rate_interval]))' % ours, '{{namespace}} {{job}} refused'],
        ['sum by (namespace, job) (rate(leasehold_rejected_credentials_total{%s}[$__rate_interval]))' % ours, '{{namespace}} {{job}} rejected'],
      ]
    ),
    g.timeseries('Connections', 'Of the current and the draining generations.', 'short', [['sum by (state) (leasehold_connections{%s})' % ours, '{{state}}']]),
    g.table('Versions', 'Processes by program and version. Only the port of Leasehold has the version.', 'short', 'count by (program, version) (leasehold_build_info{%s})' % ours),
  ])
