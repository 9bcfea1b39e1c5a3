// SPDX-License-Identifier: Apache-2.0
// Dashboards, variables and panels as Grafana 10 and later read them (schemaVersion 39).
local datasource = { type: 'prometheus', uid: '${datasource}' };

local query(expr, legend) = {
  datasource: datasource,
  expr: expr,
  legendFormat: legend,
};

// Queries are pairs of an expression and a legend.
local targets(queries, instant) = [
  query(queries[i][0], queries[i][1]) + { refId: std.char(65 + i), instant: instant, range: !instant }
  for i in std.range(0, std.length(queries) - 1)
];

local panel(type, title, description, unit, queries, instant) = {
  type: type,
  title: title,
  description: description,
  datasource: datasource,
  fieldConfig: { defaults: { unit: unit }, overrides: [] },
  targets: targets(queries, instant),
};

{
  row(title):: { type: 'row', title: title, collapsed: false, panels: [], size:: { w: 24, h: 1 } },

  timeseries(title, description, unit, queries)::
    panel('timeseries', title, description, unit, queries, false) + {
      size:: { w: 12, h: 8 },
      fieldConfig+: { defaults+: { custom: { fillOpacity: 10, showPoints: 'never' }, min: 0 } },
      options: {
        legend: { displayMode: 'list', placement: 'bottom' },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
    },

  // bad: from which value on it is red; null for never.
  stat(title, description, unit, expr, bad=null)::
    panel('stat', title, description, unit, [[expr, '']], true) + {
      size:: { w: 4, h: 4 },
      fieldConfig+: {
        defaults+: {
          color: { mode: 'thresholds' },
          thresholds: {
            mode: 'absolute',
            steps: [{ color: if bad == null then 'blue' else 'green', value: null }]
                   + (if bad == null then [] else [{ color: 'red', value: bad }]),
          },
        },
      },
      options: { colorMode: 'value', graphMode: 'none', reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } },
    },

  table(title, description, unit, expr)::
    panel('table', title, description, unit, [[expr, '']], true) + {
      size:: { w: 12, h: 8 },
      targets: [target { format: 'table' } for target in super.targets],
      transformations: [{ id: 'organize', options: { excludeByName: { Time: true } } }],
      options: { showHeader: true },
    },

  variable(name, label, metric, selector, several):: {
    type: 'query',
    name: name,
    label: label,
    datasource: datasource,
    definition: self.query.query,
    query: { query: 'label_values(%s{%s}, %s)' % [metric, selector, name], refId: 'variable-' + name },
    refresh: 2,
    sort: 1,
    includeAll: several,
    multi: several,
    allValue: if several then '.*' else null,
    current: if several then { selected: true, text: ['All'], value: ['$__all'] } else {},
  },

  // Every way out has leasehold_ready, and the audit's watch does not. It has a series for each binding.
  processes(selector):: 'count(count by (namespace, job, instance) (leasehold_ready{%s}))' % selector,

  selector(parts):: std.join(', ', [part for part in parts if part != '']),

  dashboard(config, uid, title, variables, panels):: {
    // Panels go from left to right, and on a new line where one has no room left.
    local place(at, panel) =
      local fits = at.x + panel.size.w <= 24;
      local x = if fits then at.x else 0;
      local y = if fits then at.y else at.y + at.h;
      {
        x: x + panel.size.w,
        y: y,
        h: if fits && at.x > 0 then std.max(at.h, panel.size.h) else panel.size.h,
        panels: at.panels + [panel {
          id: std.length(at.panels) + 1,
          gridPos: { x: x, y: y, w: panel.size.w, h: panel.size.h },
        }],
      },
    uid: uid,
    title: title,
    tags: config.dashboardTags,
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    timezone: 'utc',
    refresh: config.dashboardRefresh,
    time: { from: config.dashboardPeriod, to: 'now' },
    annotations: { list: [] },
    links: [{
      type: 'dashboards',
      title: 'Leasehold',
      tags: config.dashboardTags,
      asDropdown: true,
      includeVars: true,
      keepTime: true,
    }],
    templating: {
      list: [{
        type: 'datasource',
        name: 'datasource',
        label: 'Data source',
        query: 'prometheus',
        refresh: 1,
        current: {},
      }] + variables,
    },
    panels: std.foldl(place, panels, { x: 0, y: 0, h: 0, panels: [] }).panels,
  },
}
