/**
 * Writes the dashboards from their modules: every file in src/dashboards is one.
 *
 *     node generate.mjs
 */
import { readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const here = (name) => new URL(name, import.meta.url);

/** The dashboards as their modules make them: the file's name, and its text. */
export async function generated() {
  const names = readdirSync(here("src/dashboards"))
    .filter((name) => name.endsWith(".mjs"))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const { default: dashboard } = await import(here(`src/dashboards/${name}`));
      return { file: name.replace(/\.mjs$/, ".json"), text: `${JSON.stringify(dashboard, null, 2)}\n` };
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { file, text } of await generated()) writeFileSync(here(`dashboards/${file}`), text);
}
