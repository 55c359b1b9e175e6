/** Our own rules for dashboards: what neither Grafana's types nor Prometheus would complain about. */
import { readFileSync, readdirSync } from "node:fs";
import { parser } from "@prometheus-io/lezer-promql";
import { panelsOf, substituted, timeValues, valuesOf } from "./substitute.mjs";

const monitoring = (name) => new URL(`../../${name}`, import.meta.url);
const START = "hashpost-overview";
const COLUMNS = 24;

/** Windows that nobody writes by hand: what is found in a query is then Grafana's own or it is not. */
const WINDOWS = timeValues("61s", "3607s");
const COUNTING = new Set(["rate", "irate", "increase"]);

// --- What there is to ask for

/** Names to labels, and of those with few values the values. */
export function knownSeries() {
  const known = new Map();
  for (const line of readFileSync(monitoring("metrics.txt"), "utf8")
    .split("\n")
    .filter((line) => /^\w/.test(line))) {
    const [name, type, text = ""] = line.split(" ");
    const labels = Object.fromEntries(
      text
        .split(",")
        .filter(Boolean)
        .map((label) => label.split("=")),
    );
    const values = Object.fromEntries(Object.entries(labels).map(([label, few]) => [label, few?.split("|")]));
    for (const [suffix, more] of SERIES[type] ?? [["", {}]])
      known.set(name + suffix, withoutBounds(values, suffix, more));
  }
  for (const record of recorded()) known.set(record, { ...SCRAPED, slo: undefined });
  known.set("ALERTS", { ...SCRAPED, alertname: undefined, alertstate: ["firing", "pending"], severity: undefined });
  return known;
}

const SCRAPED = { job: undefined, instance: undefined };

const SERIES = {
  histogram: [
    ["_bucket", {}],
    ["_count", {}],
    ["_sum", {}],
  ],
  summary: [
    ["", { quantile: undefined }],
    ["_count", {}],
    ["_sum", {}],
  ],
};

function withoutBounds({ le, ...labels }, suffix, more) {
  return { ...SCRAPED, ...labels, ...(suffix === "_bucket" && { le }), ...more };
}

function recorded() {
  const rules = monitoring("prometheus/rules/");
  return readdirSync(rules)
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) =>
      [...readFileSync(new URL(name, rules), "utf8").matchAll(/^\s*- record: (\S+)$/gm)].map(([, record]) => record),
    );
}

// --- The rules

/** One line each: `dashboard / panel: what is wrong`. */
export function problemsOf(dashboards, { known, isUnit }) {
  const problems = [];
  const uids = new Set(dashboards.map(({ uid }) => uid));
  for (const dashboard of dashboards) {
    const say = (text) => problems.push(`${dashboard.uid}: ${text}`);
    if (dashboard.schemaVersion !== 39) say(`its schemaVersion is ${dashboard.schemaVersion}, not 39`);
    checkGrid(dashboard, say);
    checkLinks(dashboard.links, uids, say);
    for (const panel of panelsOf(dashboard)) {
      const sayOf = (text) => problems.push(`${dashboard.uid} / ${panel.title}: ${text}`);
      checkWords(panel, isUnit, sayOf);
      checkSources(panel, dashboard, sayOf);
      checkLinks(panel.links, uids, sayOf);
      checkColumns(panel, sayOf);
      for (const { refId, expr, legendFormat } of panel.targets.filter(({ expr }) => expr)) {
        checkQuery({ expr, legendFormat }, dashboard, known, (text) => sayOf(`query ${refId}: ${text}`));
      }
    }
    for (const { name, expr } of dashboard.annotations.list) {
      checkQuery({ expr }, dashboard, known, (text) => say(`annotation ${name}: ${text}`));
    }
  }
  for (const uid of unreached(dashboards)) problems.push(`${uid}: no link leads here from ${START}`);
  return problems;
}

function checkGrid({ panels }, say) {
  const ids = new Map();
  const cells = new Map();
  for (const {
    id,
    title,
    gridPos: { x, y, w, h },
  } of panels) {
    if (ids.has(id)) say(`${title} and ${ids.get(id)} have the same id ${id}`);
    ids.set(id, title);
    if (x < 0 || x + w > COLUMNS) say(`${title} reaches beyond the grid`);
    const over = new Set();
    for (let column = x; column < x + w; column++) {
      for (let line = y; line < y + h; line++) {
        const cell = `${column} ${line}`;
        if (cells.has(cell)) over.add(cells.get(cell));
        cells.set(cell, title);
      }
    }
    for (const other of over) say(`${title} lies over ${other}`);
  }
}

function checkWords({ title, description, fieldConfig: { defaults, overrides } }, isUnit, say) {
  if (!title) say("it has no title");
  if (!description) say("it has no description");
  else if (!/\b(good|bad)\b/i.test(description)) say("its description does not say what good or bad looks like");
  if (!defaults.unit) say("it has no unit");
  const units = overrides
    .flatMap(({ properties }) => properties)
    .filter(({ id }) => id === "unit")
    .map(({ value }) => value);
  for (const unit of [defaults.unit, ...units].filter(Boolean)) {
    if (!isUnit(unit)) say(`Grafana knows no unit ${unit}`);
  }
}

/** By a variable of the dashboard that is a data source of that kind, or the dashboard works on our Grafana only. */
function checkSources({ datasource, targets }, { templating }, say) {
  for (const source of [datasource, ...targets.map((target) => target.datasource)]) {
    const [, name] = /^\$\{(\w+)\}$/.exec(source?.uid) ?? [];
    const found = templating.list.some(
      ({ type, ...variable }) => type === "datasource" && variable.name === name && variable.query === source.type,
    );
    if (!found) return say(`its data source ${source?.uid} is no variable of the dashboard`);
  }
}

const targetOf = ({ url }) => /^\/d\/([\w-]+)/.exec(url)?.[1];

function checkLinks(links, uids, say) {
  for (const link of links ?? []) {
    if (!uids.has(targetOf(link))) say(`its link ${link.title} leads to ${link.url}, where nothing is`);
  }
}

/** A column of a query that is not there would only be missing. */
function checkColumns({ type, targets, transformations = [] }, say) {
  if (type !== "table") return;
  const values = targets.map(({ refId }) => (targets.length > 1 ? `Value #${refId}` : "Value"));
  const shown = transformations.find(({ id }) => id === "filterFieldsByName").options.include.names;
  for (const name of shown.filter((name) => name.startsWith("Value") && !values.includes(name))) {
    say(`no query gives its column ${name}`);
  }
}

function unreached(dashboards) {
  const byUid = new Map(dashboards.map((dashboard) => [dashboard.uid, dashboard]));
  const reached = new Set();
  const visit = (uid) => {
    if (reached.has(uid) || !byUid.has(uid)) return;
    reached.add(uid);
    const { links, panels } = byUid.get(uid);
    [...links, ...panels.flatMap(({ links = [] }) => links)].map(targetOf).forEach(visit);
  };
  visit(START);
  return [...byUid.keys()].filter((uid) => !reached.has(uid));
}

// --- Queries

function checkQuery({ expr, legendFormat = "" }, dashboard, known, say) {
  const text = substituted(expr, valuesOf(dashboard, WINDOWS));
  for (const [unset] of text.matchAll(/\$(?!\d)\{?\w+\}?/g)) say(`there is no variable ${unset}`);
  const at = ({ from, to }) => text.slice(from, to);
  const labels = new Set();
  const grouped = [];
  parser.parse(text).iterate({
    enter({ name, node }) {
      if (node.type.isError) say(`not PromQL near "${text.slice(Math.max(0, node.from - 20), node.to + 20)}"`);
      if (name === "VectorSelector") checkSelector(node, at, known, labels, say);
      if (name === "FunctionCall") checkWindow(node, at, say);
      if (name === "GroupingLabels") grouped.push(...node.getChildren("LabelName").map(at));
      // label_replace, label_join and count_values make labels.
      if (name === "StringLiteral" && !node.parent.name.endsWith("LabelMatcher")) labels.add(at(node).slice(1, -1));
    },
  });
  for (const label of grouped.filter((label) => !labels.has(label)))
    say(`nothing in it has the label ${label} to group by`);
  for (const [, label] of legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)) {
    if (!labels.has(label)) say(`nothing in it has the label ${label} of its legend`);
  }
}

function checkSelector(selector, at, known, labels, say) {
  const metric = at(selector.getChild("Identifier") ?? selector);
  const knownLabels = known.get(metric);
  if (!knownLabels) return say(`there is no metric ${metric}`);
  Object.keys(knownLabels).forEach((label) => labels.add(label));
  for (const matcher of selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? []) {
    const label = at(matcher.getChild("LabelName"));
    const value = JSON.parse(at(matcher.getChild("StringLiteral")));
    if (!(label in knownLabels)) say(`${metric} has no label ${label}`);
    else if (!isValue(at(matcher.getChild("MatchOp")), value, knownLabels[label]))
      say(`${metric} has no ${label} ${value}`);
  }
}

/** Of a pattern each alternative must be one, or a mistyped one would hide behind the others. */
const isValue = (operator, value, values) =>
  !values ||
  (operator.endsWith("~")
    ? alternatives(value).every((pattern) => values.some((one) => new RegExp(`^(?:${pattern})$`).test(one)))
    : values.includes(value));

const alternatives = (pattern) => (/[()]/.test(pattern) ? [pattern] : pattern.split("|"));

function checkWindow(call, at, say) {
  const selector = call.getChild("FunctionCallBody")?.getChild("MatrixSelector");
  if (!COUNTING.has(at(call.getChild("FunctionIdentifier"))) || !selector) return;
  const window = /\[([^\]]*)\]$/.exec(at(selector))[1];
  if (!Object.values(WINDOWS).includes(window)) {
    say(`${at(call.getChild("FunctionIdentifier"))}(…[${window}]): write $__rate_interval or $__range`);
  }
}
