/**
 * What dashboards are made of, as Grafana's classic JSON (schema 39). A dashboard says only what is its own: titles, queries,
 * units, limits; whatever is the same everywhere is here.
 */

const COLUMNS = 24;

const PROMETHEUS = { type: "prometheus", uid: "${datasource}" };
export const CLOUDWATCH = { type: "cloudwatch", uid: "${cloudwatch}" };

/** Links keep the time and the variables, so that one goes on looking at the same nodes in the same minutes. */
export const to = (title, uid) => link(title, `/d/${uid}?\${__url_time_range}&\${__all_variables}`);

const link = (title, url, more) => ({
  type: "link",
  title,
  url,
  icon: "dashboard",
  tooltip: "",
  tags: [],
  asDropdown: false,
  targetBlank: false,
  includeVars: false,
  keepTime: false,
  ...more,
});

// --- Variables

const variable = (name, label, more) => ({ name, label, hide: 0, skipUrlSync: false, ...more });

export const datasource = variable("datasource", "Prometheus", {
  type: "datasource",
  query: "prometheus",
  regex: "",
  refresh: 1,
  current: { selected: true, text: "Prometheus", value: "prometheus" },
  options: [],
  includeAll: false,
  multi: false,
});

const ALL = { selected: true, text: ["All"], value: ["$__all"] };

/** A label's values. Several can be chosen, or all, unless `one` names the default. */
export const labelValues = (name, label, query, { one, hide = 0, all = ".*" } = {}) =>
  variable(name, label, {
    type: "query",
    hide,
    datasource: PROMETHEUS,
    query: { query, refId: name },
    refresh: 2,
    regex: "",
    sort: 1,
    current: one ? { selected: true, text: one, value: one } : ALL,
    options: [],
    includeAll: !one,
    multi: !one,
    ...(one ? {} : { allValue: all }),
  });

/** A node that is down has no metric of its own but still its `up`. */
export const job = labelValues("job", "Job", "label_values(up, job)", { one: "hashpost" });
export const instance = labelValues("instance", "Instance", 'label_values(up{job="$job"}, instance)');

/** The job of an exporter, by default of the same name. Hidden where the dashboard has another subject: a link still sets it. */
export const exporter = (name, label, { hide = 2 } = {}) =>
  labelValues(name, label, "label_values(up, job)", { one: name, hide });

const dimension = (name, label, metricName, dimensionKey, dimensionFilters = {}, namespace = "AWS/ApplicationELB") =>
  variable(name, label, {
    type: "query",
    datasource: CLOUDWATCH,
    refresh: 2,
    regex: "",
    sort: 1,
    query: {
      queryType: "dimensionValues",
      refId: name,
      region: "$region",
      namespace,
      metricName,
      dimensionKey,
      dimensionFilters,
    },
    current: { text: "", value: "" },
    options: [],
    includeAll: false,
    multi: false,
  });

export const cloudwatchVariables = [
  variable("cloudwatch", "CloudWatch", {
    type: "datasource",
    query: "cloudwatch",
    regex: "",
    refresh: 1,
    current: { selected: true, text: "CloudWatch", value: "cloudwatch" },
    options: [],
    includeAll: false,
    multi: false,
  }),
  variable("region", "Region", {
    type: "query",
    datasource: CLOUDWATCH,
    refresh: 1,
    regex: "",
    sort: 1,
    query: { queryType: "regions", refId: "region" },
    current: { selected: true, text: "default", value: "default" },
    options: [],
    includeAll: false,
    multi: false,
  }),
  dimension("loadbalancer", "Load balancer", "RequestCount", "LoadBalancer"),
  dimension("targetgroup", "Target group", "HealthyHostCount", "TargetGroup", { LoadBalancer: "$loadbalancer" }),
  dimension("database", "Database", "CPUUtilization", "DBInstanceIdentifier", {}, "AWS/RDS"),
];

// --- Queries

/** The default legend is empty, which in Grafana is the panel's or the field's own name. */
export const prom = (expr, legendFormat = "__auto") => ({
  datasource: PROMETHEUS,
  expr,
  legendFormat,
  range: true,
  instant: false,
  editorMode: "code",
});

/** With dots for single requests that lead to their traces, where Prometheus keeps exemplars. */
export const traced = (query) => ({ ...query, exemplar: true });

/** What is so now. A tile needs no history, and costs the less for it. */
export const now = (expr, legendFormat) => ({ ...prom(expr, legendFormat), range: false, instant: true });

const asTable = (query) => ({ ...query, format: "table" });

// --- Thresholds and mappings

/** `limits(['yellow', 0.8], ['red', 0.9])`: green below the first. */
export const limits = (...steps) => from("green", ...steps);
export const from = (base, ...steps) => ({
  mode: "absolute",
  steps: [{ color: base, value: null }, ...steps.map(([color, value]) => ({ color, value }))],
});

const plain = from("text");

/** `words({ 0: ['DOWN', 'red'], 1: ['UP', 'green'] })` */
export const words = (values) => ({
  type: "value",
  options: Object.fromEntries(
    Object.entries(values).map(([value, [text, color]], index) => [value, { text, color, index }]),
  ),
});

/** The same for all values between two. */
export const between = (start, end, text, color) => ({
  type: "range",
  options: { from: start, to: end, result: { text, color, index: 0 } },
});

// --- Panels

const panel = (
  type,
  { title, description, width, queries, unit, decimals, min, max, thresholds, mappings, links, ...rest },
) => ({
  type,
  title,
  description,
  width,
  datasource: queries[0].datasource,
  targets: queries.map((query, i) => ({ ...query, refId: String.fromCharCode(65 + i) })),
  links: links ?? [],
  fieldConfig: {
    defaults: defined({
      unit,
      decimals,
      min,
      max,
      mappings: mappings ?? [],
      thresholds: thresholds ?? plain,
      color: { mode: "thresholds" },
      custom: {},
    }),
    overrides: [],
  },
  ...rest,
});

const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/**
 * A tile that says one thing. `say: 'value'` (the default) shows the value or its word, `'name'` the legend, `'both'` both.
 */
export const tile = ({ say = "value", orientation = "auto", ...options }) =>
  panel("stat", {
    ...options,
    options: {
      colorMode: "background_solid",
      graphMode: "none",
      justifyMode: "center",
      orientation,
      wideLayout: true,
      textMode: say === "both" ? "value_and_name" : say,
      showPercentChange: false,
      percentChangeColorMode: "standard",
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    },
  });

/** A number with its recent course. */
export const figure = (options) => {
  const made = tile(options);
  return { ...made, options: { ...made.options, colorMode: "value", graphMode: "area" } };
};

/** An axis reaches at least this far: where all is 0, one up to 100 would look as if more were usual. */
const SOFT = { s: 0.001, percentunit: 0.01 };

/**
 * Lines over time. `stack` for parts of a whole; `line: true` draws the thresholds, `area: true` also what lies beyond;
 * `colors` gives named lines a fixed color, `dashed` are limits.
 */
export const graph = ({ stack, line, area, colors = {}, dashed = [], calcs = [], soft, ...options }) => {
  const made = panel("timeseries", {
    min: 0,
    ...options,
    options: {
      legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs },
      tooltip: { mode: "multi", sort: "desc" },
    },
  });
  made.fieldConfig.defaults.color = { mode: "palette-classic" };
  made.fieldConfig.defaults.custom = defined({
    drawStyle: "line",
    lineInterpolation: "linear",
    lineWidth: stack ? 0 : 1,
    fillOpacity: stack ? 70 : 8,
    gradientMode: "none",
    showPoints: "never",
    pointSize: 4,
    spanNulls: false,
    axisPlacement: "auto",
    axisLabel: "",
    axisSoftMax: soft ?? SOFT[options.unit] ?? 1,
    stacking: { mode: stack ? "normal" : "none", group: "A" },
    thresholdsStyle: { mode: area ? "line+area" : line ? "dashed" : "off" },
  });
  made.fieldConfig.overrides = [
    ...Object.entries(colors).map(([name, color]) =>
      override("byName", name, { id: "color", value: { mode: "fixed", fixedColor: color } }),
    ),
    ...dashed.map((name) =>
      override(
        "byRegexp",
        `/${name}/`,
        { id: "custom.lineStyle", value: { fill: "dash", dash: [8, 8] } },
        { id: "custom.lineWidth", value: 1 },
        { id: "custom.fillOpacity", value: 0 },
        { id: "custom.stacking", value: { mode: "none", group: "A" } },
      ),
    ),
  ];
  return made;
};

const override = (id, options, ...properties) => ({ matcher: { id, options }, properties });

/** Bars, one a series, for shares of limits. */
export const bars = (options) =>
  panel("bargauge", {
    ...options,
    options: {
      displayMode: "basic",
      orientation: "horizontal",
      showUnfilled: true,
      valueMode: "color",
      namePlacement: "left",
      sizing: "auto",
      minVizHeight: 16,
      minVizWidth: 8,
      maxVizHeight: 40,
      legend: { displayMode: "list", placement: "bottom", showLegend: false, calcs: [] },
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    },
  });

/**
 * A row a set of labels: the queries' results joined by `by`. `columns` gives each column that is shown, in order, its
 * name in the result, its heading, and what to do with it: `[{ field: 'Value #A', as: 'Ready', unit, mappings, thresholds, width }]`.
 */
export const table = ({ by, columns, sortBy = [], ...options }) => {
  const made = panel("table", {
    ...options,
    queries: options.queries.map(asTable),
    options: { showHeader: true, cellHeight: "sm", sortBy, frameIndex: 0 },
  });
  made.fieldConfig.defaults.custom = { align: "left", cellOptions: { type: "auto" }, inspect: false };
  made.transformations = [
    ...(made.targets.length > 1 ? [{ id: "joinByField", options: { byField: by, mode: "outer" } }] : []),
    { id: "filterFieldsByName", options: { include: { names: columns.map((column) => column.field) } } },
    {
      id: "organize",
      options: {
        excludeByName: {},
        includeByName: {},
        indexByName: Object.fromEntries(columns.map((column, i) => [column.field, i])),
        renameByName: Object.fromEntries(columns.map((column) => [column.field, column.as])),
      },
    },
  ];
  made.fieldConfig.overrides = columns
    .map(({ as, unit, decimals, mappings, thresholds, width }) =>
      override(
        "byName",
        as,
        ...[
          unit && { id: "unit", value: unit },
          decimals !== undefined && { id: "decimals", value: decimals },
          mappings && { id: "mappings", value: mappings },
          thresholds && { id: "thresholds", value: thresholds },
          (mappings || thresholds) && { id: "custom.cellOptions", value: { type: "color-background", mode: "basic" } },
          width && { id: "custom.width", value: width },
        ].filter(Boolean),
      ),
    )
    .filter((made) => made.properties.length);
  return made;
};

// --- Rows and dashboards

/** Panels beside each other; those without a width share what is left. */
export const row = (title, height, panels) => ({ title, height, panels });

/** Alerts and starts of nodes, drawn over every graph. */
const annotations = [
  {
    name: "Alerts",
    datasource: PROMETHEUS,
    enable: true,
    iconColor: "red",
    expr: 'ALERTS{alertstate="firing", severity=~"page|ticket"}',
    step: "60s",
    titleFormat: "{{alertname}}",
    textFormat: "{{severity}} {{instance}}",
    tagKeys: "severity",
    useValueForTime: false,
  },
  {
    name: "Starts and deployments",
    datasource: PROMETHEUS,
    enable: true,
    iconColor: "blue",
    expr: 'process_start_time_seconds{job="$job"} * on (job, instance) group_left (version) hashpost_build_info * 1000',
    step: "60s",
    titleFormat: "{{instance}} started {{version}}",
    textFormat: "",
    tagKeys: "version",
    useValueForTime: true,
  },
];

/** The others, in the order in which one looks at them: a new dashboard needs its line here, and check.mjs says so. */
const DASHBOARDS = [
  ["Overview and SLO", "hashpost-overview"],
  ["API", "hashpost-api"],
  ["Messages and cache", "hashpost-messages"],
  ["PostgreSQL", "hashpost-postgresql"],
  ["JVM and host", "hashpost-jvm"],
  ["AWS edge", "hashpost-aws"],
  ["Monitoring itself", "hashpost-monitoring"],
];

export function dashboard({
  uid,
  title,
  description,
  variables,
  range = "now-1h",
  refresh = "30s",
  annotated = true,
  rows,
}) {
  return {
    uid,
    title: `Hashpost: ${title}`,
    description,
    tags: ["hashpost"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    fiscalYearStartMonth: 0,
    weekStart: "",
    timezone: "browser",
    time: { from: range, to: "now" },
    timepicker: {},
    refresh,
    liveNow: false,
    annotations: { list: annotated ? annotations : [] },
    links: DASHBOARDS.filter(([, other]) => other !== uid).map(([name, other]) =>
      link(name, `/d/${other}`, { tooltip: `Hashpost: ${name}`, includeVars: true, keepTime: true }),
    ),
    templating: { list: variables },
    panels: laidOut(rows),
  };
}

/** From top to bottom and left to right, numbered in that order. */
function laidOut(rows) {
  const panels = [];
  let y = 0;
  for (const { title, height, panels: members } of rows) {
    if (title) {
      panels.push({
        type: "row",
        id: panels.length + 1,
        title,
        collapsed: false,
        gridPos: { x: 0, y, w: COLUMNS, h: 1 },
        panels: [],
      });
      y += 1;
    }
    let x = 0;
    const widths = shared(members);
    members.forEach(({ width: _, ...member }, i) => {
      panels.push({ id: panels.length + 1, gridPos: { x, y, w: widths[i], h: height }, ...member });
      x += widths[i];
    });
    y += height;
  }
  return panels;
}

/** Those without a width share what is left; where it does not divide, the first are a column wider. */
function shared(members) {
  const left = COLUMNS - members.reduce((sum, { width = 0 }) => sum + width, 0);
  const sharers = members.filter(({ width }) => !width).length;
  let nth = 0;
  return members.map(({ width }) => width ?? Math.floor(left / sharers) + (nth++ < left % sharers ? 1 : 0));
}
