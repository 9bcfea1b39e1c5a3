// SPDX-License-Identifier: Apache-2.0
// Vault and PostgreSQL, as far as leases and their roles load them.
local g = import '../grafana.libsonnet';

function(config)
  local vault = g.selector([config.vaultSelector, 'job=~"$vault"']);
  local postgres = g.selector([config.postgresExporterSelector, 'job=~"$postgresql"']);
  local jobs(name, label, metric, selector) = g.variable(name, label, metric, selector, true) {
    query+: { query: 'label_values(%s{%s}, job)' % [metric, selector] },
  };

  g.dashboard(config, 'leasehold-servers', 'Leasehold / Vault and PostgreSQL', [
    jobs('vault', 'Vault', 'vault_core_unsealed', config.vaultSelector),
    jobs('postgresql', 'PostgreSQL', 'pg_up', config.postgresExporterSelector),
  ], [
    g.row('Vault'),
    g.stat('Unsealed', 'Servers of Vault that are unsealed.', 'short', 'sum(vault_core_unsealed{%s})' % vault),
    g.stat('Leases', 'Leases that Vault keeps: a lease for each role, and leases of other secrets.', 'short', 'max(vault_expire_num_leases{%s})' % vault),
    g.stat('Irrevocable', 'Leases that Vault has given up revoking.', 'short', 'max(vault_expire_num_irrevocable_leases{%s})' % vault, 1),
    g.timeseries('Leases', 'They follow the number of processes and the TTL.', 'short', [
      ['vault_expire_num_leases{%s}' % vault, '{{instance}} all'],
      ['vault_expire_num_irrevocable_leases{%s}' % vault, '{{instance}} irrevocable'],
    ]),
    g.timeseries('Requests', 'Logins and others.', 'ops', [
      ['sum by (instance) (rate(vault_core_handle_login_request_count{%s}[$__rate_interval]))' % vault, '{{instance}} logins'],
      ['sum by (instance) (rate(vault_core_handle_request_count{%s}[$__rate_interval]))' % vault, '{{instance}} others'],
    ]),

    g.row('PostgreSQL'),
    g.stat('Up', 'Servers that answer their exporter.', 'short', 'sum(pg_up{%s})' % postgres),
    g.stat('Connections in use', 'Share of the connections for ordinary roles; over 80 % there is an alert.', 'percentunit', 'max(instance:pg_connections:ratio{%s})' % postgres, 0.8),
    g.timeseries('Connections', 'By state, and the limit.', 'short', [
      ['sum by (instance, state) (pg_stat_activity_count{%s})' % postgres, '{{instance}} {{state}}'],
      ['max by (instance) (pg_settings_max_connections{%s})' % postgres, '{{instance}} limit'],
    ]),
    g.timeseries('Transactions', 'Committed and rolled back.', 'ops', [
      ['sum by (instance) (rate(pg_stat_database_xact_commit{%s}[$__rate_interval]))' % postgres, '{{instance}} committed'],
      ['sum by (instance) (rate(pg_stat_database_xact_rollback{%s}[$__rate_interval]))' % postgres, '{{instance}} rolled back'],
    ]),
  ])
