/**
 * The idioms that the panels' queries are made of. None of them is empty or NaN when nobody asks, when a target is down or
 * when an exporter gives nothing: a panel without a line says nothing to the one who looks at it during an incident.
 */

export const RATE = "$__rate_interval";

/** The service's own series: of the chosen job and instances. */
export const own = (metric, more) => select(metric, 'job="$job"', 'instance=~"$instance"', more);

/** Series of another exporter, by the dashboard's variable for its job. */
export const of = (job, metric, more) => select(metric, `job="$${job}"`, more);

export const select = (metric, ...matchers) => `${metric}{${matchers.filter(Boolean).join(", ")}}`;

/** Per second. The selector is that of a counter. */
export const rate = (selector) => `rate(${selector}[${RATE}])`;

/** What was counted, as whole numbers: increase() extrapolates, and 1.07 damaged messages worry nobody and everybody. */
export const counted = (selector, window = RATE) => `ceil(sum(increase(${selector}[${window}])))`;

export const sum = (expression, by) => (by ? `sum by (${by}) (${expression})` : `sum(${expression})`);
export const max = (expression, by) => (by ? `max by (${by}) (${expression})` : `max(${expression})`);

/** The value that stands in where there is no result at all. on () makes any result win, whatever its labels. */
export const orElse = (expression, value = 0) => `${expression} or on () vector(${value})`;

/** The same for a panel whose legend is a label: the line is then called `none`. */
export const orNone = (expression, label, value = 0) =>
  `${expression} or on () label_replace(vector(${value}), "${label}", "none", "", "")`;

/** orElse, with a line called `none` where lines are told apart by a label. */
const orIdle = (expression, by, idle) => (by ? orNone(expression, by.split(", ")[0], idle) : orElse(expression, idle));

/** Only those that have something to show, for labels with many values. */
export const busy = (expression, label) => orNone(`${expression} > 0`, label);

/**
 * A share, by a label or over all; `idle` where the whole is nothing. 0/0 is NaN, and no NaN is >= 0.
 * Without the label's own zero for the idle ones, a line would end where its traffic does.
 */
export function ratio(part, whole, { by, idle = 0 } = {}) {
  const share = `${sum(part, by)} / ${sum(whole, by)} >= 0`;
  const ofIdle = by ? ` or ${sum(whole, by)} * 0 + ${idle}` : "";
  return orIdle(share + ofIdle, by, idle);
}

/** A quantile of a histogram in base units; 0 where nothing was observed, with the same guard. */
export function quantile(q, metric, matchers, by) {
  const buckets = sum(rate(own(`${metric}_bucket`, matchers)), by ? `le, ${by}` : "le");
  const idle = by ? ` or ${sum(rate(own(`${metric}_count`, matchers)), by)} * 0` : "";
  return orIdle(`histogram_quantile(${q}, ${buckets}) >= 0${idle}`, by, 0);
}

/** The mean of a histogram or a summary; 0 where nothing was observed. */
export const mean = (metric, by) => ratio(rate(own(`${metric}_sum`)), rate(own(`${metric}_count`)), { by });

/** One series whose labels `part` and `whole` are two numbers, for a tile that says both; its value decides the color. */
export const pair = (part, whole, value) =>
  `count_values("part", ${part}) * on () group_left (whole) count_values("whole", ${whole})` +
  ` * 0 + on () group_left () (${value})`;

/** For a tile that says `1 of 2`; its value is the share. */
export const outOf = (part, whole) => pair(part, whole, `(${part}) / clamp_min(${whole}, 1)`);
