// SPDX-License-Identifier: Apache-2.0
// One process: what an engineer looks at beside its log.
local g = import '../grafana.libsonnet';

function(config)
  local own = config.leaseholdSelector;
  local services = g.selector([own, 'namespace=~"$namespace"']);
  local process = g.selector([services, 'job="$job", instance="$instance"']);
  local rate(metric) = 'rate(%s{%s}[$__rate_interval])' % [metric, process];
  local hour(metric) = 'increase(%s{%s}[1h])' % [metric, process];
  local mean(metric) =
    '%s / %s >= 0' % [hour(metric + '_sum'), hour(metric + '_count')];

  g.dashboard(config, 'leasehold-pod', 'Leasehold / Pod', [
    g.variable('namespace', 'Namespace', 'leasehold_ready', own, true),
    g.variable('job', 'Service', 'leasehold_ready', services, false),
    g.variable('instance', 'Instance', 'leasehold_ready', g.selector([services, 'job="$job"']), false),
  ], [
    g.stat('Ready', 'Bindings with a valid credential; a binding that nobody has used yet is not counted.', 'short', 'sum(leasehold_ready{%s})' % process),
    g.stat('Not ready', 'Bindings that have asked for a credential and have none that the database takes.', 'short', 'sum(instance:leasehold_not_ready:bool{%s}) or vector(0)' % process, 1),
    g.stat('Lease left', 'Time until the first lease ends if it is not renewed.', 's', 'min(leasehold_lease_remaining_seconds{%s})' % process),
    g.stat('Token left', 'Time until the Vault token ends if it is not renewed.', 's', 'leasehold_token_remaining_seconds{%s}' % process),
    g.stat('Since login', 'Time since the last login that succeeded.', 's', 'leasehold_since_login_seconds{%s}' % process),
    g.stat('Faults', 'Faults of Leasehold itself since the process began.', 'short', 'sum(leasehold_faults_total{%s})' % process, 1),

    g.timeseries('Lease', 'Time left, and the time granted or renewed.', 's', [
      ['leasehold_lease_remaining_seconds{%s}' % process, '{{binding}} left'],
      ['leasehold_lease_duration_seconds{%s}' % process, '{{binding}} whole'],
    ]),
    g.timeseries('Generation', 'It rises by one at each rotation; 0 is no valid credential.', 'short', [['leasehold_generation{%s}' % process, '{{binding}}']]),
    g.timeseries('Time since success', 'A line that only rises is an operation that has stopped.', 's', [['leasehold_since_success_seconds{%s}' % process, '{{binding}} {{operation}}']]),
    g.timeseries('Failing', '1 while the last try of an operation failed.', 'short', [['leasehold_failing{%s}' % process, '{{binding}} {{operation}}']]),
    g.timeseries('Operations in an hour', 'By result.', 'short', [
      [hour('leasehold_fetches_total'), '{{binding}} fetch {{result}}'],
      [hour('leasehold_renewals_total'), '{{binding}} renew {{result}}'],
      [hour('leasehold_rotations_total'), '{{binding}} rotate {{result}}'],
      [hour('leasehold_revocations_total'), '{{binding}} revoke {{result}}'],
      [hour('leasehold_probes_total'), '{{binding}} probe {{result}}'],
      [hour('leasehold_logins_total'), 'login {{result}}'],
    ]),
    g.timeseries('Failures in an hour', 'By operation and reason.', 'short', [[hour('leasehold_failures_total') + ' or vector(0)', '{{binding}} {{operation}} {{reason}}']]),
    g.timeseries('Connections', 'Of the current and the draining generations.', 'short', [['leasehold_connections{%s}' % process, '{{binding}} {{state}}']]),
    g.timeseries('Opened, retired, refused, rejected', 'Connections of the application.', 'ops', [
      [rate('leasehold_connections_opened_total'), '{{binding}} opened'],
      [rate('leasehold_connections_retired_total'), '{{binding}} retired {{reason}}'],
      [rate('leasehold_connections_refused_total'), '{{binding}} refused'],
      [rate('leasehold_rejected_credentials_total'), '{{binding}} rejected'],
    ]),
    g.timeseries('Moved and pinned in an hour', 'Connections that were moved to a new session in place, and connections that were not, by reason.', 'short', [
      [hour('leasehold_connections_handed_over_total'), '{{binding}} moved'],
      [hour('leasehold_connections_pinned_total'), '{{binding}} pinned {{reason}}'],
    ]),
    g.timeseries('Mean duration', 'Of the fetches of an hour that succeeded, and of its drains.', 's', [
      [mean('leasehold_fetch_duration_seconds'), '{{binding}} fetch'],
      [mean('leasehold_drain_duration_seconds'), '{{binding}} drain'],
    ]),
    g.timeseries('Token', 'Time left, and the time issued or renewed.', 's', [
      ['leasehold_token_remaining_seconds{%s}' % process, 'left'],
      ['leasehold_token_duration_seconds{%s}' % process, 'whole'],
    ]),
    g.table('Version', 'The running version. Only the port of Leasehold has it.', 'short', 'leasehold_build_info{%s}' % process),
  ])
