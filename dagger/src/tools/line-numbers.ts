/**
 * The line of each key that opens an object in an indented file that is known to be JSON, such as a lockfile. Of a key that
 * is there twice the first counts. A file on one line has no line numbers: its keys are not in the answer.
 */
export function lineNumbers(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const key = /^\s*("(?:[^"\\]|\\.)*"): \{/.exec(line.slice(0, 1000))?.[1];
    if (key === undefined) return;
    const name: unknown = JSON.parse(key);
    if (typeof name === 'string' && !lines.has(name)) lines.set(name, index + 1);
  });
  return lines;
}
