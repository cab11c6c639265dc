/**
 * Prints one JSON line of what a registry holds: its repositories, each with its tags. Decides nothing.
 *
 * Usage: node catalog.js '{"origin": "http://registry:5000", "seconds": 15}'
 */
/* global AbortSignal, console, fetch, process */
const { origin, seconds } = JSON.parse(process.argv[2]);

/** An answer's content; undefined for what is not there: a repository with layers and no manifest has no tags. */
async function ask(path) {
  const response = await fetch(`${origin}/v2/${path}`, { signal: AbortSignal.timeout(seconds * 1000) });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${path}: the registry answered ${response.status}`);
  return response.json();
}

const { repositories } = await ask('_catalog?n=1000');
const catalog = {};
for (const name of repositories) catalog[name] = (await ask(`${name}/tags/list`))?.tags ?? [];
console.log(JSON.stringify({ catalog }));
