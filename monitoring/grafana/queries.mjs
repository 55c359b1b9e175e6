/**
 * Prints every query of every panel as a line of JSON, ready to be sent:
 * `{"dashboard", "panel", "refId", "type", "instant", "expr"}`. A query of CloudWatch has no `expr`.
 *
 *     node queries.mjs [--interval 1m] [--range 1h] [--job hashpost] [--instance '.*'] [--variable name=value]…
 */
import { readFileSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { panelsOf, substituted, timeValues, valuesOf } from "./src/substitute.mjs";

const { values: options } = parseArgs({
  options: {
    interval: { type: "string", default: "1m" },
    range: { type: "string", default: "1h" },
    job: { type: "string" },
    instance: { type: "string" },
    variable: { type: "string", multiple: true, default: [] },
  },
});

const wanted = {
  ...timeValues(options.interval, options.range),
  ...(options.job && { job: options.job }),
  ...(options.instance && { instance: options.instance }),
  ...Object.fromEntries(options.variable.map((pair) => pair.split(/=(.*)/s, 2))),
};

const folder = new URL("dashboards/", import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const dashboard = JSON.parse(readFileSync(new URL(file, folder)));
  const values = valuesOf(dashboard, wanted);
  for (const { title, targets } of panelsOf(dashboard)) {
    for (const { refId, datasource, expr, instant } of targets) {
      console.log(
        JSON.stringify({
          dashboard: dashboard.uid,
          panel: title,
          refId,
          type: datasource.type,
          instant,
          expr: expr && substituted(expr, values),
        }),
      );
    }
  }
}
