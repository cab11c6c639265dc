import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Greeter } from './greeter.ts';

/** A project that looks green where nobody looks closely: how it is made, what is asked, how that ends, what is said. */
export interface Case {
  readonly name: string;
  readonly change: (project: Greeter) => void;
  readonly call: readonly string[];
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly says: RegExp;
}

/** Puts a file into a project, with the folders that lead to it. */
export function put(project: Greeter, path: string, content: string): Greeter {
  mkdirSync(dirname(project.path(path)), { recursive: true });
  return project.write(path, content);
}

/** Has only these gates in use, and settings beside them. */
export function use(project: Greeter, gates: readonly string[], settings: object = {}): Greeter {
  return project.write(
    'pipeline.json',
    `${JSON.stringify({ project: 'greeter', gates, ...settings }, null, 2)}\n`,
  );
}
