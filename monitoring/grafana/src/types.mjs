/**
 * Holds dashboards against Grafana's published types with the TypeScript compiler. Covered by @grafana/schema: the dashboard
 * with variables, links and annotations; each panel; of each kind of panel its options and field options; CloudWatch's
 * queries. By the foundation SDK: Prometheus' queries, which @grafana/schema leaves out. Not covered, since the types say
 * only `any` there: the values of overrides, and the options of transformations.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const COMPILER = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

/** Below node_modules, so that the compiler finds the packages, and nobody else finds it. */
const FOLDER = fileURLToPath(new URL("../node_modules/.dashboards", import.meta.url));

const KINDS = { stat: "Stat", timeseries: "TimeSeries", bargauge: "BarGauge", table: "Table" };
const kind = (type) => `@grafana/schema/dist/esm/raw/composable/${type}/panelcfg/x/${KINDS[type]}PanelCfg_types.gen`;

const TYPES = `
import type { AnnotationQuery, DataQuery, Dashboard, DataSourceRef, FieldConfigSource, Panel, RowPanel } from '@grafana/schema';
import type { CloudWatchMetricsQuery } from '@grafana/schema/dist/esm/raw/composable/cloudwatch/dataquery/x/CloudWatchDataQuery_types.gen';
import type { Dataquery as Prometheus } from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '${kind("stat")}';
import type * as timeseries from '${kind("timeseries")}';
import type * as bargauge from '${kind("bargauge")}';
import type * as table from '${kind("table")}';

// In JSON a member of an enum is its value.
type Json<T> = T extends string ? \`\${T}\` : T extends (infer E)[] ? Json<E>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

type PrometheusQuery = Omit<Prometheus, '_implementsDataqueryVariant'>;
// Prometheus' own members of an annotation are in no package.
type Annotation = AnnotationQuery & {
  expr: string; step: string; titleFormat: string; textFormat: string; tagKeys: string; useValueForTime: boolean };

type Frame = Omit<Json<Dashboard>, 'panels' | 'annotations'> & { annotations: { list: Json<Annotation>[] } };
type Row = Json<RowPanel>;
type Typed<Kind extends string, Options, Custom> = Json<
  Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> & {
    type: Kind; datasource: DataSourceRef; options: Options; fieldConfig: FieldConfigSource<Custom>;
    targets: (DataQuery & (PrometheusQuery | CloudWatchMetricsQuery))[];
  }>;
type Stat = Typed<'stat', stat.Options, {}>;
type TimeSeries = Typed<'timeseries', timeseries.Options, timeseries.FieldConfig>;
type BarGauge = Typed<'bargauge', bargauge.Options, {}>;
type Table = Typed<'table', table.Options, table.FieldConfig>;
`;

/** One line each: `dashboard / panel: what the compiler says`. */
export function typeProblemsOf(dashboards) {
  const checked = dashboards.flatMap(({ panels, ...frame }) => [
    { of: frame.uid, type: "Frame", value: frame },
    ...panels.map((panel) => ({ of: `${frame.uid} / ${panel.title}`, type: KINDS[panel.type] ?? "Row", value: panel })),
  ]);
  const first = TYPES.split("\n").length;
  const lines = checked.map(({ type, value }, i) => `const c${i}: ${type} = ${JSON.stringify(value)};`);
  return compiled(`${TYPES}${lines.join("\n")}\nexport {};\n`).map(
    ({ line, text }) => `${checked[line - first]?.of}: ${text}`,
  );
}

function compiled(source) {
  mkdirSync(FOLDER, { recursive: true });
  try {
    writeFileSync(join(FOLDER, "dashboards.ts"), source);
    execFileSync(
      process.execPath,
      [
        COMPILER,
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--ignoreConfig",
        "--pretty",
        "false",
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
        "--target",
        "esnext",
        "--types",
        "",
        join(FOLDER, "dashboards.ts"),
      ],
      { encoding: "utf8" },
    );
    return [];
  } catch ({ stdout }) {
    return [...stdout.matchAll(/^.*dashboards\.ts\((\d+),\d+\): error \w+: (.*(?:\n +.*)*)/gm)].map(
      ([, line, text]) => ({ line: Number(line), text: text.split("\n").at(-1).trim().slice(0, 200) }),
    );
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
}
