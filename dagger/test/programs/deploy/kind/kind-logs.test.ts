import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { type KindState, SmallKind } from '../support/small-kind.ts';

const program = new URL('../../../../programs/deploy/kind/kind-logs.ts', import.meta.url).href;
const script = `
import { clusterLogs } from '${program}';
console.log(JSON.stringify(await clusterLogs(JSON.parse(process.argv[1]))));`;

/** What the program answers of the cluster `x`, or of one that is not kind's, on a machine with such a kind. */
function ask(state: KindState, ofKind = true): unknown {
  using kind = new SmallKind(state);
  const asked = JSON.stringify(ofKind ? { name: 'x', folder: join(kind.folder, 'logs') } : null);
  const words = ['--input-type=module', '--eval', script, asked];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8', env: kind.env }));
}

describe("kind's own logs", () => {
  it('are exported', () => {
    expect(ask({ clusters: { x: 'made' } })).toEqual({ kindLogs: { exported: true } });
  });

  it('are kept as far as they came, with the reason, when kind could not have a part', () => {
    expect(ask({ clusters: { x: 'made' }, mute: true })).toEqual({
      kindLogs: {
        exported: true,
        problem: 'kind ended with code 1: ERROR: command "crictl images" failed',
      },
    });
  });

  it('are not there, with the reason, when there was no node to ask', () => {
    expect(ask({})).toEqual({
      kindLogs: { exported: false, problem: 'kind ended with code 1: ERROR: unknown cluster' },
    });
  });

  it('are not asked for where the cluster is not of kind', () => {
    expect(ask({ clusters: { x: 'made' } }, false)).toEqual({});
  });
});
