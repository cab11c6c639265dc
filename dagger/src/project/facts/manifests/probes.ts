import { type Fact, fact, type ProjectFiles } from '../fact.ts';
import { linesOf, nameOf, topFirst } from '../paths.ts';
import { mayBeManifest } from './found.ts';
import { isSample } from './kinds.ts';

/** Lines after the name of a probe in which its path stands. */
const within = 8;

/** Probes in the order in which their path tells whether the service can be used. */
const probes = ['readinessProbe', 'livenessProbe', 'startupProbe'];

/** Whether a file may have the probes of a workload: a manifest, or the values of a chart. */
export function mayHaveProbes(path: string): boolean {
  return mayBeManifest(path) || (nameOf(path) === 'values.yaml' && !isSample(path));
}

/** The path that Kubernetes asks for the health of the service; undefined where manifests name none, or several. */
export function probePathOf(files: ProjectFiles): Fact<string> | undefined {
  const paths = topFirst(files.paths.filter(mayHaveProbes));
  for (const probe of probes) {
    const found = paths.flatMap((path) => pathsIn(path, linesOf(files.text(path) ?? ''), probe));
    const [first] = found;
    if (first !== undefined) return found.every(({ value }) => value === first.value) ? first : undefined;
  }
  return undefined;
}

function pathsIn(file: string, lines: readonly string[], probe: string): Fact<string>[] {
  return lines.flatMap((line, index) => {
    if (line.trim() !== `${probe}:`) return [];
    const depth = line.search(/\S/);
    const after = lines.slice(index + 1, index + 1 + within);
    const end = after.findIndex((one) => one.trim() !== '' && one.search(/\S/) <= depth);
    const own = end < 0 ? after : after.slice(0, end);
    const path = own.map((one) => /^\s*path:\s*["']?(\/[\w./-]*)["']?\s*$/.exec(one)?.[1]);
    const value = path.find((one) => one !== undefined);
    return value === undefined ? [] : [fact(value, `${file}:${String(index + 1)}: ${probe}`)];
  });
}
