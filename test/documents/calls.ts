import { chainOf } from '../../.github/policy/dagger-calls.ts';
import { unknownIn } from '../../.github/policy/module-api.ts';
import { api, engineFlags, mainObject } from './project.ts';

/** Flags that take no value: what follows them is the next function. */
const switches = new Set(
  ['Pipeline', 'Cluster'].flatMap((object) =>
    [...(api.get(object)?.values() ?? [])].flatMap((one) => one.switches),
  ),
);

/** A flag of Dagger's own command line: applies changes without asking. */
const yes = '-y';

/** What the local engine's command line adds to the module: a function, and flags that may stand anywhere. */
const own = { functions: ['prune'], flags: engineFlags };

/**
 * What is wrong with a call as it is written in a document.
 * @param line `dagger call ...` or `npm run call -- ...`; `FUNCTION` and `...` stand for anything
 * @returns the first function or flag that does not exist; nothing when all do
 */
export function wrongInCall(line: string): string | undefined {
  const isLocal = line.startsWith('npm run call --');
  const words = line
    .replace(/^(dagger call( -m \S+)?|npm run call --) ?/, '')
    .split(/\s+/)
    .filter((word) => word !== yes);
  if (words.some((word) => /^(FUNCTION|\.\.\.|…)$/.test(word))) return undefined;
  if (isLocal && own.functions.includes(words[0] ?? '')) return undefined;
  const kept = withoutValues(words).filter((word) => !isLocal || !own.flags.includes(word));
  return unknownIn(chainOf(`dagger call ${kept.join(' ')}`), api, mainObject);
}

/** Takes the value out of `--flag value`, so that it is not read as a function. */
function withoutValues(words: readonly string[]): string[] {
  return words.filter((word, index) => {
    const before = words[index - 1] ?? '';
    const isValue = before.startsWith('--') && !before.includes('=') && !switches.has(before);
    return word.startsWith('--') || !isValue;
  });
}
