/** Puts a dashboard's variables into a query, as Grafana does, so that it can be sent to Prometheus or read by a parser. */

const ALL = "$__all";

/** What the dashboard itself presets, with what the caller wants otherwise. */
export function valuesOf(dashboard, wanted) {
  const preset = dashboard.templating.list.map(({ name, current, allValue }) => {
    const value = [current?.value].flat().join("|");
    return [name, value === ALL ? allValue : value];
  });
  return { ...Object.fromEntries(preset), ...wanted };
}

export const substituted = (text, values) =>
  text.replace(/\$(\w+)|\$\{(\w+)(?::\w+)?\}/g, (asWritten, bare, braced) => values[bare ?? braced] ?? asWritten);

/** Grafana's own variables for a time range, of which `interval` is what a rate looks back at. */
export const timeValues = (interval, range) => ({ __rate_interval: interval, __interval: interval, __range: range });

/** All panels but the headings of rows. */
export const panelsOf = (dashboard) => dashboard.panels.filter(({ type }) => type !== "row");
