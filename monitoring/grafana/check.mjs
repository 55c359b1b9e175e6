/**
 * Fails, with a line for each, when a committed dashboard is not what its module makes, does not fit Grafana's types, or
 * breaks one of our own rules.
 *
 *     npm ci && node check.mjs
 */
import { readFileSync, readdirSync } from "node:fs";
import { generated } from "./generate.mjs";
import { knownSeries, problemsOf } from "./src/rules.mjs";
import { panelsOf } from "./src/substitute.mjs";
import { typeProblemsOf } from "./src/types.mjs";
import { isUnit } from "./src/units.mjs";

const folder = new URL("dashboards/", import.meta.url);
const committed = new Map(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), "utf8")]));
const made = await generated();

const stale = [
  ...made
    .filter(({ file, text }) => committed.get(file) !== text)
    .map(({ file }) => `${file} is not what its module makes: run node generate.mjs`),
  ...[...committed.keys()]
    .filter((file) => !made.some((other) => other.file === file))
    .map((file) => `${file} is made by no module`),
];
const dashboards = [...committed.values()].map((text) => JSON.parse(text));
const problems = [...stale, ...problemsOf(dashboards, { known: knownSeries(), isUnit }), ...typeProblemsOf(dashboards)];

problems.forEach((problem) => console.error(`FAILED ${problem}`));
const panels = dashboards.flatMap(panelsOf);
console.log(
  `${dashboards.length} dashboards, ${panels.length} panels, ${panels.flatMap(({ targets }) => targets).length} queries, ${problems.length} failures`,
);
process.exitCode = problems.length ? 1 : 0;
