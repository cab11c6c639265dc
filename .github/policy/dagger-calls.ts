import { steps, placeName, type Workflow } from './workflow.ts';

/** One function of a chain, with the flags it is given. */
export interface Link {
  /** Empty for the module's own flags, which stand before the first function. */
  readonly name: string;
  readonly flags: readonly string[];
}

/** A `dagger call` of a workflow. */
export interface DaggerCall {
  readonly place: string;
  /** As it is typed, on one line. */
  readonly line: string;
  readonly chain: readonly Link[];
}

/** Every `dagger call` in the scripts of the workflows. */
export function daggerCalls(workflows: readonly Workflow[]): DaggerCall[] {
  return steps(workflows).flatMap((place) =>
    (place.step.run ?? '')
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('dagger call '))
      .map((line) => ({ place: placeName(place), line, chain: chainOf(line) })),
  );
}

/** The chains of a script's calls. */
export function chainsIn(script = ''): Link[][] {
  return script
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('dagger call '))
    .map(chainOf);
}

/** The chain of a line; what follows a redirection or another command is not the call's. */
export function chainOf(line: string): Link[] {
  const words = line.replace(/^dagger call /, '').split(/\s+/);
  const end = words.findIndex((word) => /^(>|>>|\||&&|\|\||;|2>.*)$/.test(word));
  const links: { name: string; flags: string[] }[] = [{ name: '', flags: [] }];
  for (const word of end === -1 ? words : words.slice(0, end)) {
    if (word.startsWith('--')) links.at(-1)?.flags.push(word.split('=')[0] ?? word);
    else links.push({ name: word, flags: [] });
  }
  return links;
}
