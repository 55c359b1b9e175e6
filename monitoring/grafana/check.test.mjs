/** Each rule of the check has been seen to fail: a fault is put into the dashboards as they are, and its line looked for. */
import assert from "node:assert/strict";
import test from "node:test";
import { generated } from "./generate.mjs";
import { knownSeries, problemsOf } from "./src/rules.mjs";
import { typeProblemsOf } from "./src/types.mjs";
import { isUnit } from "./src/units.mjs";

const sound = (await generated()).map(({ text }) => JSON.parse(text));
const known = knownSeries();
const problems = (dashboards) => problemsOf(dashboards, { known, isUnit });

const API = "hashpost-api";
const broken = (spoil) => {
  const dashboards = structuredClone(sound);
  const dashboard = dashboards.find(({ uid }) => uid === API);
  spoil(
    dashboard,
    dashboard.panels.find(({ title }) => title === "Reads"),
    dashboards,
  );
  return dashboards;
};

test("what is committed breaks no rule", () => assert.deepEqual([...problems(sound), ...typeProblemsOf(sound)], []));

const faults = {
  "another schema": [
    (d) => {
      d.schemaVersion = 40;
    },
    "its schemaVersion is 40",
  ],
  "the same id twice": [
    (d, p) => {
      p.id = 2;
    },
    "have the same id 2",
  ],
  "a panel over another": [
    (d, p) => {
      p.gridPos.w += 1;
    },
    "Writes lies over Reads",
  ],
  "a panel beyond the grid": [
    (d, p) => {
      p.gridPos.x = 20;
      p.gridPos.w = 6;
    },
    "Reads reaches beyond the grid",
  ],
  "no title": [
    (d, p) => {
      p.title = "";
    },
    "it has no title",
  ],
  "no description": [
    (d, p) => {
      p.description = "";
    },
    "Reads: it has no description",
  ],
  "a description that does not judge": [
    (d, p) => {
      p.description = "Time that reads take.";
    },
    "what good or bad looks like",
  ],
  "no unit": [
    (d, p) => {
      delete p.fieldConfig.defaults.unit;
    },
    "it has no unit",
  ],
  "a misspelt unit": [
    (d, p) => {
      p.fieldConfig.defaults.unit = "secs";
    },
    "no unit secs",
  ],
  "a fixed data source": [
    (d, p) => {
      p.datasource = { type: "prometheus", uid: "prometheus" };
    },
    "its data source prometheus is no variable",
  ],
  "a query of a fixed data source": [
    (d, p) => {
      p.targets[0].datasource = { type: "prometheus", uid: "x" };
    },
    "its data source x",
  ],
  "a data source of another kind": [
    (d, p) => {
      p.datasource = { type: "cloudwatch", uid: "${datasource}" };
    },
    "no variable of the dashboard",
  ],
  "a window by hand": [
    (d, p) => {
      p.targets[0].expr = "rate(up[5m])";
    },
    "rate(…[5m]): write $__rate_interval",
  ],
  "an unknown metric": [
    (d, p) => {
      p.targets[0].expr = "hashpost_massages";
    },
    "there is no metric hashpost_massages",
  ],
  "an unknown metric in an annotation": [
    (d) => {
      d.annotations.list[0].expr = "ALERT";
    },
    "annotation Alerts: there is no metric ALERT",
  ],
  "an unknown label": [
    (d, p) => {
      p.targets[0].expr = 'hashpost_ready{node="a"}';
    },
    "hashpost_ready has no label node",
  ],
  "an unknown value of a label": [
    (d, p) => {
      p.targets[0].expr = 'hashpost_store_total{result="ok"}';
    },
    "has no result ok",
  ],
  "an unknown value in a pattern": [
    (d, p) => {
      p.targets[0].expr = 'hashpost_store_total{result=~"new|ok"}';
    },
    "has no result new|ok",
  ],
  "an unknown bucket": [
    (d, p) => {
      p.targets[0].expr = 'hashpost_batch_requests_bucket{le="3"}';
    },
    "has no le 3",
  ],
  "a group by what is not there": [
    (d, p) => {
      p.targets[0].expr = "sum by (node) (hashpost_ready)";
    },
    "the label node to group by",
  ],
  "a legend of what is not there": [
    (d, p) => {
      p.targets[0].legendFormat = "{{node}}";
    },
    "the label node of its legend",
  ],
  "an unknown variable": [
    (d, p) => {
      p.targets[0].expr = 'up{job="$jobs"}';
    },
    "there is no variable $jobs",
  ],
  "no PromQL": [
    (d, p) => {
      p.targets[0].expr = "sum(up";
    },
    "not PromQL near",
  ],
  "a column without a query": [
    (d, p, all) => {
      all
        .find(({ uid }) => uid === "hashpost-overview")
        .panels.find(({ title }) => title === "Nodes")
        .targets.pop();
      all
        .find(({ uid }) => uid === "hashpost-overview")
        .panels.find(({ title }) => title === "Nodes")
        .targets.pop();
    },
    "Nodes: no query gives its column Value #F",
  ],
  "a link to nowhere": [
    (d) => {
      d.links[0].url = "/d/hashpost-none";
    },
    "leads to /d/hashpost-none, where nothing is",
  ],
  "a panel’s link to nowhere": [
    (d, p) => {
      p.links = [{ title: "x", url: "/d/none" }];
    },
    "Reads: its link x leads to /d/none",
  ],
  "a dashboard that nothing leads to": [
    (d, p, all) => {
      all.forEach(({ links, panels }) =>
        [{ links }, ...panels]
          .filter(({ links }) => links)
          .forEach((holder) =>
            holder.links.splice(0, Infinity, ...holder.links.filter(({ url }) => !url.startsWith(`/d/${API}`))),
          ),
      );
    },
    "hashpost-api: no link leads here",
  ],
};
for (const [name, [spoil, line]] of Object.entries(faults)) {
  test(`finds ${name}`, () => {
    const found = problems(broken(spoil));
    assert.ok(
      found.some((problem) => problem.includes(line)),
      `none of ${JSON.stringify(found, null, 2)}`,
    );
  });
}

test("finds what Grafana’s types do not have", () => {
  const found = typeProblemsOf(
    broken((dashboard, panel) => {
      dashboard.graphTooltip = 7;
      panel.options.legend.displayMode = "tabel";
      dashboard.panels.find(({ type }) => type === "stat").options.colourMode = "value";
      dashboard.panels.find(({ title }) => title === "Writes").targets[0].format = "tables";
      dashboard.panels.find(({ title }) => title === "By route").fieldConfig.defaults.custom.drawStyle = "lines";
    }),
  );
  for (const line of ["hashpost-api:", "/ Reads:", "/ Requests:", "/ Writes:", "/ By route:"]) {
    assert.ok(
      found.some((problem) => problem.includes(line)),
      `nothing of ${line} in ${JSON.stringify(found, null, 2)}`,
    );
  }
});
