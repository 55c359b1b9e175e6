// Multiplies every time in a file of rules, so that what takes days can be tried in seconds.

const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const DURATION = "(?:\\d+(?:ms|[smhdw]))+";

// A rate needs two samples: with a scrape every two seconds, a window of less than 5 s may miss one. And a single scrape that
// a busy machine does not get done must not be an outage.
const LEAST_WINDOW = 5;
const LEAST_WAIT = 3;
const LEAST_INTERVAL = 1;

// What keeps firing so that others stay quiet must outlast their windows, as it does in the rules: by a scrape and an evaluation here.
const LEAST_KEPT = LEAST_WINDOW + 4;

export const inSeconds = (duration) =>
  [...duration.matchAll(/(\d+)(ms|[smhdw])/g)].reduce((sum, [, count, unit]) => sum + count * SECONDS[unit], 0);

const asDuration = (seconds) => `${Math.round(seconds * 1000)}ms`;

const longer = (duration, scale, least) => asDuration(Math.max(least, inSeconds(duration) * scale));

const wait = (duration, scale) => longer(duration, scale, LEAST_WAIT);

const inExpression = (expression, scale) =>
  expression
    .replace(new RegExp(`\\[(${DURATION})\\]`, "g"), (_, range) => `[${longer(range, scale, LEAST_WINDOW)}]`)
    .replace(new RegExp(`offset (${DURATION})`, "g"), (_, offset) => `offset ${asDuration(inSeconds(offset) * scale)}`)
    // How far ahead predict_linear looks is a plain number of seconds.
    .replace(/(predict_linear\([^[]*\[\w+\],\s*)(\d+)/g, (_, call, horizon) => `${call}${horizon * scale}`);

const rule = ({ expr, ...rest }, scale) => ({
  ...rest,
  expr: inExpression(expr, scale),
  ...(rest.for && { for: wait(rest.for, scale) }),
  ...(rest.keep_firing_for && { keep_firing_for: longer(rest.keep_firing_for, scale, LEAST_KEPT) }),
});

/** The same rules in another time: ranges, offsets, horizons, waits and intervals. Thresholds stay. */
export const scaled = ({ groups }, scale) => ({
  groups: groups.map(({ rules, ...group }) => ({
    ...group,
    interval: longer(group.interval ?? "15s", scale, LEAST_INTERVAL),
    rules: rules.map((one) => rule(one, scale)),
  })),
});
