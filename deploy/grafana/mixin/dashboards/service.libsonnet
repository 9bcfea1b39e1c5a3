// SPDX-License-Identifier: Apache-2.0
// One service: all its pods beside each other.
local g = import '../grafana.libsonnet';

function(config)
  local own = config.leaseholdSelector;
  local process = g.selector([own, 'namespace=~"$namespace", job="$job"']);
  local binding = g.selector([process, 'binding=~"$binding"']);
  local with(more) = g.selector([binding, more]);
  local each = '{{instance}} {{binding}}';
  local quantiles(metric) = [
    ['histogram_quantile(%s, sum by (le) (rate(%s_bucket{%s}[1h]))) >= 0' % [quantile, metric, binding], quantile]
    for quantile in ['0.5', '0.95', '0.99']
  ] + [
    // Micrometer and JMX have no buckets.
    ['sum(rate(%s_sum{%s}[1h])) / sum(rate(%s_count{%s}[1h])) >= 0' % [metric, binding, metric, binding], 'mean'],
  ];
  local perResult(metric, what) =
    ['sum by (result) (increase(%s{%s}[1h]))' % [metric, binding], what + ' {{result}}'];

  g.dashboard(config, 'leasehold-service', 'Leasehold / Service', [
    g.variable('namespace', 'Namespace', 'leasehold_ready', own, true),
    g.variable('job', 'Service', 'leasehold_ready', g.selector([own, 'namespace=~"$namespace"']), false),
    g.variable('binding', 'Binding', 'leasehold_ready', process, true),
  ], [
    g.stat('Processes', 'Agents and sidecars that are scraped.', 'short', g.processes(process)),
    g.stat('Not ready', 'Bindings that have asked for a credential and have none that the database takes.', 'short', 'sum(instance:leasehold_not_ready:bool{%s}) or vector(0)' % binding, 1),
    g.stat('Shortest lease left', 'Time until the first lease ends if it is not renewed.', 's', 'min(leasehold_lease_remaining_seconds{%s})' % binding),
    g.stat('Oldest credential', 'Time since it was made.', 's', 'max(leasehold_credential_age_seconds{%s})' % binding),
    g.stat('Roles in 30 min', 'Database roles that Vault has made.', 'short', 'sum(job:leasehold_new_roles:count30m{%s})' % binding),
    g.stat('Aborted in an hour', 'Connections that were in use until the end of their lease.', 'short', 'sum(increase(leasehold_connections_retired_total{%s}[1h]))' % with('reason="aborted"'), 1),

    g.row('Leases'),
    g.timeseries('Lease left', 'It falls to a third of the lease, and rises by a renewal or a rotation.', 's', [['leasehold_lease_remaining_seconds{%s}' % binding, each]]),
    g.timeseries('Life of a lease', 'Pods whose leases are shorter than the others lose them earlier.', 's', [['leasehold_lease_duration_seconds{%s}' % binding, each]]),
    g.timeseries('Generation', 'It rises by one at each rotation; 0 is no valid credential.', 'short', [['leasehold_generation{%s}' % binding, each]]),
    g.timeseries('Age of the credential', 'It falls to zero at each rotation.', 's', [['leasehold_credential_age_seconds{%s}' % binding, each]]),

    g.row('Operations'),
    g.timeseries('Operations in an hour', 'By result.', 'short', [
      perResult('leasehold_fetches_total', 'fetch'),
      perResult('leasehold_renewals_total', 'renew'),
      perResult('leasehold_rotations_total', 'rotate'),
      perResult('leasehold_revocations_total', 'revoke'),
      perResult('leasehold_probes_total', 'probe'),
    ]),
    g.timeseries('Failures in an hour', 'By operation and reason.', 'short', [
      ['sum by (operation, reason) (increase(leasehold_failures_total{%s}[1h])) or vector(0)' % binding, '{{operation}} {{reason}}'],
    ]),
    g.timeseries('Fetch duration', 'Quantiles and mean of the fetches of an hour that succeeded. Only the port of Leasehold has quantiles.', 's', quantiles('leasehold_fetch_duration_seconds')),
    g.timeseries('Logins in an hour', 'Logins to Vault, by result.', 'short', [['sum by (result) (increase(leasehold_logins_total{%s}[1h]))' % process, '{{result}}']]),
    g.timeseries('Token left', 'Time until the Vault token ends if it is not renewed.', 's', [['leasehold_token_remaining_seconds{%s}' % process, '{{instance}}']]),
    g.timeseries('Faults in an hour', 'Faults of Leasehold itself.', 'short', [['sum by (instance) (increase(leasehold_faults_total{%s}[1h]))' % binding, '{{instance}}']]),

    g.row('Connections'),
    g.timeseries('Connections', 'Of the current and the draining generations.', 'short', [['sum by (state) (leasehold_connections{%s})' % binding, '{{state}}']]),
    g.timeseries('Opened and retired', 'Idle connections are retired at once, lent connections when they are back.', 'ops', [
      ['sum(rate(leasehold_connections_opened_total{%s}[$__rate_interval]))' % binding, 'opened'],
      ['sum by (reason) (rate(leasehold_connections_retired_total{%s}[$__rate_interval]))' % binding, 'retired {{reason}}'],
      ['sum(rate(leasehold_connections_handed_over_total{%s}[$__rate_interval]))' % binding, 'moved'],
      ['sum(rate(leasehold_connections_pinned_total{%s}[$__rate_interval]))' % binding, 'pinned'],
    ]),
    g.timeseries('Drain duration', 'Quantiles and mean of the time from retirement until the last connection was closed, in an hour. Only the port of Leasehold has quantiles.', 's', quantiles('leasehold_drain_duration_seconds')),
    g.timeseries('Refused and rejected', 'Refused by Leasehold without a valid lease; rejected by the database.', 'ops', [
      ['sum(rate(leasehold_connections_refused_total{%s}[$__rate_interval]))' % binding, 'refused'],
      ['sum(rate(leasehold_rejected_credentials_total{%s}[$__rate_interval]))' % binding, 'rejected'],
    ]),
  ])
