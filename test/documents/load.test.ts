import { expect, it } from 'vitest';
import { parseLoads } from '../../dagger/src/deploy/proof/parse.ts';
import { read } from './project.ts';

/** Figures in a document, each on one line as a load program prints it. */
function figuresIn(text: string): string[] {
  return [...text.matchAll(/^```json\n([\s\S]*?)^```$/gm)]
    .map(([, body = '']) => JSON.stringify(JSON.parse(body)))
    .filter((line) => line.includes('"acknowledged"'));
}

it('the figures that a load program is told to print are those that the proof reads', () => {
  const [line = ''] = figuresIn(read('docs/deploying.md'));
  expect(parseLoads(line)).toEqual([JSON.parse(line)]);
  expect(parseLoads(line.replace('"lostCount"', '"lost_count"'))).toEqual([]);
});
