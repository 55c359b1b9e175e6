/** Units that Grafana can show, by @grafana/data. */
import { createRequire } from "node:module";

// The package is made for browsers: it asks for the languages, and only its CommonJS form can be loaded here.
globalThis.navigator ??= { languages: ["en"] };
const { getValueFormats } = createRequire(import.meta.url)("@grafana/data");

const units = new Set(
  getValueFormats()
    .flatMap(({ submenu }) => submenu)
    .map(({ value }) => value),
);

/** One of the list, or a suffix of one's own. Any other text Grafana would take for the suffix itself, misspellings too. */
export const isUnit = (unit) => units.has(unit) || unit.startsWith("suffix:");
