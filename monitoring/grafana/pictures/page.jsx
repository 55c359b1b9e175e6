/** Draws one dashboard with Grafana's own components. pictures.mjs calls window.draw() and photographs what comes of it. */
import "@fontsource/inter/400.css";
import "@fontsource/inter/500.css";
import "@fontsource/roboto-mono/400.css";
import {
  FieldConfigProperty,
  FieldType,
  Registry,
  ThemeContext,
  applyFieldOverrides,
  cacheFieldDisplayNames,
  createDataFrame,
  createTheme,
  dateTime,
  getFieldDisplayValues,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from "@grafana/data";
import { initPluginTranslations } from "@grafana/i18n";
import { BarGauge, BigValue, GlobalStyles, PanelChrome, TimeSeries, VizRepeater } from "@grafana/ui";
import { TableNG } from "@grafana/ui/unstable";
import { createRoot } from "react-dom/client";
import { firstValueFrom } from "rxjs";

const GRID = { columns: 24, cell: 30, gap: 8 };
const WIDTH = 1600;
const theme = createTheme({ colors: { mode: "dark" } });

// Some stand there under two names.
standardTransformersRegistry.setInit(() =>
  [...new Set(Object.values(standardTransformers))].map((transformation) => ({
    id: transformation.id,
    name: transformation.name,
    transformation: () => transformation,
  })),
);

// --- Field options. Grafana's application registers them with their editors; here it is enough that they are known.

const property = (path, isCustom) => ({
  id: isCustom ? `custom.${path}` : path,
  path,
  isCustom,
  name: path,
  process: (value) => value,
  shouldApply: () => true,
});
const CUSTOM = [
  "drawStyle",
  "lineInterpolation",
  "lineWidth",
  "lineStyle",
  "fillOpacity",
  "gradientMode",
  "showPoints",
  "pointSize",
  "spanNulls",
  "axisPlacement",
  "axisLabel",
  "axisSoftMax",
  "stacking",
  "thresholdsStyle",
  "align",
  "cellOptions",
  "width",
  "inspect",
];
const fieldConfigRegistry = new Registry(() => [
  ...Object.values(FieldConfigProperty).map((path) => property(path)),
  ...CUSTOM.map((path) => property(path, true)),
]);

// --- What Prometheus answered, as data frames

const named = (labels, legend) =>
  legend === "__auto"
    ? undefined
    : legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? "") || undefined;

const number = (text) => Number(text);

/** A point that is missing becomes null, so that no line is drawn across: Prometheus only leaves it out. */
function withGaps(values, step) {
  const points = [];
  for (const [seconds, value] of values) {
    const before = points.at(-1)?.[0];
    if (before !== undefined && seconds - before > step) points.push([before + step, null]);
    points.push([seconds, number(value)]);
  }
  return points;
}

const asSeries = ({ refId, legendFormat }, result, step) =>
  result.map(({ metric, values }) => {
    const points = withGaps(values, step);
    return createDataFrame({
      refId,
      fields: [
        { name: "Time", type: FieldType.time, values: points.map(([seconds]) => seconds * 1000), config: {} },
        {
          name: "Value",
          type: FieldType.number,
          labels: metric,
          values: points.map(([, value]) => value),
          config: { displayNameFromDS: named(metric, legendFormat) },
        },
      ],
    });
  });

function asTable({ refId }, result, several) {
  const labels = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].sort();
  const values = result.map(({ values }) => values.at(-1));
  return [
    createDataFrame({
      refId,
      fields: [
        { name: "Time", type: FieldType.time, values: values.map(([seconds]) => seconds * 1000), config: {} },
        ...labels.map((label) => ({
          name: label,
          type: FieldType.string,
          values: result.map(({ metric }) => metric[label] ?? ""),
          config: {},
        })),
        {
          name: several ? `Value #${refId}` : "Value",
          type: FieldType.number,
          values: values.map(([, value]) => number(value)),
          config: {},
        },
      ],
    }),
  ];
}

async function framesOf(panel, results, step) {
  const frames = panel.targets.flatMap((target, i) =>
    target.format === "table"
      ? asTable(target, results[i], panel.targets.length > 1)
      : asSeries(target, results[i], step),
  );
  const data = await firstValueFrom(transformDataFrame(panel.transformations ?? [], frames));
  const shown = applyFieldOverrides({
    data,
    fieldConfig: panel.fieldConfig,
    fieldConfigRegistry,
    replaceVariables: (text) => text,
    theme,
  });
  cacheFieldDisplayNames(shown);
  return shown;
}

// --- Panels

const displayed = ({ options, fieldConfig }, data, sparkline) =>
  getFieldDisplayValues({
    data,
    fieldConfig,
    reduceOptions: options.reduceOptions,
    replaceVariables: (text) => text,
    theme,
    sparkline,
  });

const Stat = ({ panel, data, width, height }) => (
  <VizRepeater
    width={width}
    height={height}
    orientation={panel.options.orientation}
    autoGrid
    renderCounter={0}
    getValues={() => displayed(panel, data, panel.options.graphMode !== "none")}
    renderValue={({ value, width, height, count }) => (
      <BigValue
        value={value.display}
        sparkline={value.sparkline}
        width={width}
        height={height}
        count={count}
        theme={theme}
        colorMode={panel.options.colorMode}
        graphMode={panel.options.graphMode}
        justifyMode={panel.options.justifyMode}
        textMode={panel.options.textMode}
        wideLayout={panel.options.wideLayout}
      />
    )}
  />
);

const Bars = ({ panel: { options }, panel, data, width, height }) => (
  <VizRepeater
    width={width}
    height={height}
    orientation={options.orientation}
    itemSpacing={4}
    renderCounter={0}
    minVizHeight={options.minVizHeight}
    maxVizHeight={options.maxVizHeight}
    getValues={() => displayed(panel, data)}
    renderValue={({ value, width, height }) => (
      <BarGauge
        value={value.display}
        field={value.field}
        display={value.view?.getFieldDisplayProcessor(value.colIndex)}
        width={width}
        height={height}
        orientation={options.orientation}
        displayMode={options.displayMode}
        theme={theme}
        showUnfilled={options.showUnfilled}
        valueDisplayMode={options.valueMode}
        namePlacement={options.namePlacement}
        itemSpacing={4}
      />
    )}
  />
);

const Graph = ({ panel, data, width, height, timeRange }) => (
  <TimeSeries
    frames={data}
    width={width}
    height={height}
    timeRange={timeRange}
    timeZone="utc"
    legend={panel.options.legend}
    options={panel.options}
  />
);

const Table = ({ panel, data, width, height }) => (
  <TableNG
    data={data[0]}
    width={width}
    height={height}
    cellHeight={panel.options.cellHeight}
    sortBy={panel.options.sortBy}
    enableVirtualization={false}
  />
);

const KINDS = { stat: Stat, bargauge: Bars, timeseries: Graph, table: Table };

/** What the picture must not be: empty. */
const isEmpty = (data) => !data.some(({ length }) => length > 0);

function Panel({ panel, data, timeRange }) {
  const Kind = KINDS[panel.type];
  const { x, y, w, h } = panel.gridPos;
  const column = WIDTH / GRID.columns;
  const size = { width: w * column - GRID.gap, height: h * (GRID.cell + GRID.gap) - GRID.gap };
  return (
    <div style={{ position: "absolute", left: x * column + GRID.gap / 2, top: y * (GRID.cell + GRID.gap), ...size }}>
      {panel.type === "row" ? (
        <h4 style={{ margin: "6px 4px", fontSize: 16 }}>{panel.title}</h4>
      ) : (
        <PanelChrome {...size} title={panel.title} padding={panel.type === "table" ? "none" : "sm"}>
          {(width, height) =>
            data.length ? <Kind {...{ panel, data, timeRange, width, height }} /> : <div>No data</div>
          }
        </PanelChrome>
      )}
    </div>
  );
}

/** Draws, and answers with the panels that have nothing to show. */
window.draw = async ({ dashboard, results, from, to, step }) => {
  await initPluginTranslations("grafana");
  const panels = await Promise.all(
    dashboard.panels.map(async (panel) => ({
      panel,
      data: panel.type === "row" ? [] : await framesOf(panel, results[panel.id], step),
    })),
  );
  const timeRange = { from: dateTime(from), to: dateTime(to), raw: { from: dateTime(from), to: dateTime(to) } };
  const bottom = Math.max(...panels.map(({ panel: { gridPos } }) => gridPos.y + gridPos.h));
  const root = document.getElementById("root");
  root.style.cssText = `position: relative; width: ${WIDTH}px; height: ${bottom * (GRID.cell + GRID.gap) + 56}px`;
  createRoot(root).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles hackNoBackdropBlur isExploreContentOutlineEnabled={false} />
      <h3 style={{ margin: 0, padding: "14px 10px", fontSize: 20 }}>
        {dashboard.title}
        <span style={{ float: "right", fontSize: 14, fontWeight: 400 }}>
          {timeRange.from.utc().format("YYYY-MM-DD HH:mm:ss")} to {timeRange.to.utc().format("HH:mm:ss")} UTC
        </span>
      </h3>
      <div style={{ position: "relative" }}>
        {panels.map(({ panel, data }) => (
          <Panel key={panel.id} {...{ panel, data, timeRange }} />
        ))}
      </div>
    </ThemeContext.Provider>,
  );
  return panels.filter(({ panel, data }) => panel.type !== "row" && isEmpty(data)).map(({ panel }) => panel.title);
};
