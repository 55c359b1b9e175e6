// Multiplies every time in a file of rules, so that what takes days can be tried in seconds.

const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const DURATION = "(?:\\d+(?:ms|[smhdw]))+";

// A rate needs two samples: with a scrape a second, a window of less than 2 s has none.
const LEAST_WINDOW = 2;
const LEAST_INTERVAL = 1;

export const inSeconds = (duration) =>
  [...duration.matchAll(/(\d+)(ms|[smhdw])/g)].reduce((sum, [, count, unit]) => sum + count * SECONDS[unit], 0);

const asDuration = (seconds) => `${Math.round(seconds * 1000)}ms`;

const longer = (duration, scale, least) => asDuration(Math.max(least, inSeconds(duration) * scale));

/** Under a second a wait is none: rules are evaluated once a second at most. */
const wait = (duration, scale) => {
  const seconds = inSeconds(duration) * scale;
  return seconds < 1 ? "0s" : asDuration(seconds);
};

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
  ...(rest.keep_firing_for && { keep_firing_for: wait(rest.keep_firing_for, scale) }),
});

/** The same rules in another time: ranges, offsets, horizons, waits and intervals. Thresholds stay. */
export const scaled = ({ groups }, scale) => ({
  groups: groups.map(({ rules, ...group }) => ({
    ...group,
    interval: longer(group.interval ?? "15s", scale, LEAST_INTERVAL),
    rules: rules.map((one) => rule(one, scale)),
  })),
});
