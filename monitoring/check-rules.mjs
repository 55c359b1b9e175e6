// What promtool and amtool cannot know: that every alert says what it must and leads somewhere, that every metric which is
// asked for exists, and that every alert has been seen to fire, and not to, in a unit test.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const RULES = "monitoring/prometheus/rules";
const TESTS = "monitoring/prometheus/tests";
const RUNBOOKS = "docs/runbooks";
const DASHBOARDS = "monitoring/grafana/dashboards";
const HEADINGS = ["Meaning", "Impact", "Diagnosis", "Mitigation"];

const failures = [];
const expect = (holds, message) => holds || failures.push(message);
const read = (path) => readFileSync(join(root, path), "utf8");
const filesOf = (directory, ending) => readdirSync(join(root, directory)).filter((name) => name.endsWith(ending));

const rules = filesOf(RULES, ".yaml").flatMap((file) =>
  parse(read(`${RULES}/${file}`)).groups.flatMap((group) => group.rules.map((rule) => ({ ...rule, file }))),
);
const alerts = rules.filter((rule) => rule.alert);

checkAnnotations();
checkRunbooks();
checkMetrics();
checkTests();
checkAlertmanager();

failures.forEach((failure) => console.error(`FAILED ${failure}`));
console.log(`${alerts.length} alerts, ${rules.length - alerts.length} recording rules, ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

function checkAnnotations() {
  const drawn = existsSync(join(root, DASHBOARDS)) ? filesOf(DASHBOARDS, ".json") : [];
  const uids = new Set(drawn.map((file) => JSON.parse(read(`${DASHBOARDS}/${file}`)).uid));
  for (const { alert, labels = {}, annotations = {} } of alerts) {
    expect(["page", "ticket", "none"].includes(labels.severity), `${alert}: severity is ${labels.severity}`);
    expect(annotations.summary?.trim(), `${alert}: no summary`);
    expect(annotations.description?.trim(), `${alert}: no description`);
    expect(annotations.runbook_url === `${RUNBOOKS}/${alert}.md`, `${alert}: runbook_url is ${annotations.runbook_url}`);
    const [, uid] = /^d\/(hashpost-[a-z]+)$/.exec(annotations.dashboard_url) ?? [];
    expect(uid, `${alert}: dashboard_url is ${annotations.dashboard_url}`);
    expect(drawn.length === 0 || uids.has(uid), `${alert}: there is no dashboard ${uid}`);
  }
  if (drawn.length === 0) {
    console.log("skipped: there are no dashboards yet that dashboard_url could lead to");
  }
}

function checkRunbooks() {
  const names = new Set(alerts.map(({ alert }) => alert));
  const files = filesOf(RUNBOOKS, ".md");
  for (const name of names) {
    if (!files.includes(`${name}.md`)) {
      failures.push(`${name}: no ${RUNBOOKS}/${name}.md`);
      continue;
    }
    const text = read(`${RUNBOOKS}/${name}.md`);
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings.join() === HEADINGS.join(), `${name}.md: its headings are ${headings.join(", ")}`);
    expect(text.startsWith(`# ${name}\n`), `${name}.md: its title is another`);
    for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) {
      expect(existsSync(join(root, RUNBOOKS, target)), `${name}.md: a link leads to ${target}, which is not there`);
    }
  }
  for (const file of files) {
    expect(names.has(basename(file, ".md")), `${RUNBOOKS}/${file}: there is no such alert`);
  }
}

/**
 * Names to labels, and labels to the values that they may have, if those are few: of all that is scraped, by metrics.txt,
 * and of what rules record.
 */
function knownMetrics() {
  const known = new Map([["ALERTS", labelsIn("alertname,alertstate,severity")]]);
  for (const line of read("monitoring/metrics.txt").split("\n")) {
    if (line === "" || line.startsWith("#")) {
      continue;
    }
    const [name, type, text = ""] = line.split(" ");
    const { le, ...labels } = labelsIn(text);
    const series = { histogram: ["_bucket", "_count", "_sum"], summary: ["", "_count", "_sum"] }[type] ?? [""];
    series.forEach((suffix) => known.set(name + suffix, suffix === "_bucket" ? { ...labels, le } : labels));
  }
  rules.filter((rule) => rule.record).forEach(({ record }) => known.set(record, labelsIn("slo")));
  return known;
}

/** `a,b=1|2` */
function labelsIn(text) {
  const labels = text.split(",").filter(Boolean).map((label) => label.split("="));
  return Object.fromEntries(labels.map(([label, values]) => [label, values?.split("|")]));
}

function checkMetrics() {
  const known = knownMetrics();
  rules.forEach(({ alert, record, expr }) => checkExpression(expr, alert ?? record, known));
  for (const file of filesOf(RUNBOOKS, ".md")) {
    for (const [, expr] of read(`${RUNBOOKS}/${file}`).matchAll(/promtool query .*\$PROM '(.*)'$/gm)) {
      checkExpression(expr, file, known);
    }
  }
}

function checkExpression(expr, where, known) {
  const textOf = (node) => (node ? expr.slice(node.from, node.to) : "");
  parser.parse(expr).iterate({
    enter(node) {
      expect(!node.type.isError, `${where}: ${expr} is no PromQL`);
      if (node.name !== "VectorSelector") {
        return;
      }
      const name = textOf(node.node.getChild("Identifier"));
      if (!known.has(name)) {
        failures.push(`${where}: there is no metric ${name}`);
        return;
      }
      const labels = { job: undefined, instance: undefined, ...known.get(name) };
      node.node.cursor().iterate(({ name: kind, node: matcher }) => {
        if (kind !== "UnquotedLabelMatcher") {
          return;
        }
        const label = textOf(matcher.getChild("LabelName"));
        const value = textOf(matcher.getChild("StringLiteral")).slice(1, -1);
        expect(label in labels, `${where}: ${name} has no label ${label}`);
        // Also the bucket of an objective: without it that has no series, and its alerts are silent for ever.
        expect(
          textOf(matcher.getChild("MatchOp")) !== "=" || (labels[label]?.includes(value) ?? true),
          `${where}: ${label} of ${name} is never ${value}`,
        );
      });
    },
  });
}

/** A test lists the alerts that fire, by `ALERTS{alertstate="firing"}`: each must be in one list, and missing in another. */
function checkTests() {
  const lists = filesOf(TESTS, "_test.yaml").flatMap((file) => {
    const { rule_files: ruleFiles, tests } = parse(read(`${TESTS}/${file}`));
    return tests
      .flatMap((test) => test.promql_expr_test ?? [])
      .filter(({ expr }) => expr.startsWith("group by (alertname, severity) (ALERTS{"))
      .map(({ exp_samples: samples = [] }) => ({
        files: ruleFiles.map((path) => basename(path)),
        firing: samples.map(({ labels }) => labels.replace(/\s/g, "")),
      }));
  });
  for (const { alert, labels, file } of alerts) {
    const firing = `{alertname="${alert}",severity="${labels?.severity}"}`;
    const own = lists.filter(({ files }) => files.includes(file));
    expect(own.some((list) => list.firing.includes(firing)), `${alert} (${labels?.severity}): no unit test sees it fire`);
    expect(
      labels?.severity === "none" || own.some((list) => list.firing.length === 0),
      `${alert}: no unit test sees nothing fire in ${file}`,
    );
  }
}

/** A name in Alertmanager's configuration that no alert has would hide, or route, nothing. */
function checkAlertmanager() {
  const { inhibit_rules: inhibitions } = parse(read("monitoring/alertmanager/alertmanager.yml"));
  const matchers = inhibitions.flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers]);
  for (const [, names] of matchers.map((matcher) => /^alertname =~? "?([^"]+)"?$/.exec(matcher)).filter(Boolean)) {
    for (const name of names.split("|")) {
      expect(
        alerts.some(({ alert }) => new RegExp(`^(?:${name})$`).test(alert)),
        `alertmanager.yml: no alert is called ${name}`,
      );
    }
  }
}
