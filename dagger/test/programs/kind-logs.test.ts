import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = new URL('../../programs/deploy/kind-logs.js', import.meta.url).href;
const script = `
import { clusterLogs } from '${program}';
console.log(JSON.stringify(await clusterLogs(JSON.parse(process.argv[1]))));`;
const noCrictl = 'Exporting logs for cluster "x" to:\n/logs\nERROR: command "crictl images" failed\n';

describe("kind's own logs", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kind-logs-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** What the program answers, with this folder's `kind` first on its path. */
  const ask = (kindLogs: object | null): unknown => {
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
    const words = ['--input-type=module', '--eval', script, JSON.stringify(kindLogs)];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8', env }));
  };

  /** A kind that does what a shell's text says, with the folder for the logs as `$5`. */
  const asked = (kind: string): unknown => {
    writeFileSync(join(folder, 'kind'), `#!/bin/sh\n${kind}\n`, { mode: 0o755 });
    return ask({ name: 'x', folder: join(folder, 'logs') });
  };

  it('are exported', () => {
    expect(asked('test "$1 $2 $4" = "export logs x" && mkdir -p "$5/x-control-plane"')).toEqual({
      kindLogs: { exported: true },
    });
  });

  it('are kept as far as they came, with the reason, when kind could not have a part', () => {
    expect(asked(`mkdir -p "$5/x-control-plane"; printf '%s' '${noCrictl}' >&2; exit 1`)).toEqual({
      kindLogs: {
        exported: true,
        problem: 'kind ended with code 1: ERROR: command "crictl images" failed',
      },
    });
  });

  it('are not there, with the reason, when there was no node to ask', () => {
    expect(asked('mkdir "$5"; touch "$5/kind-version.txt"; echo "unknown cluster" >&2; exit 1')).toEqual({
      kindLogs: {
        exported: false,
        problem: 'kind ended with code 1: unknown cluster',
      },
    });
  });

  it('are not asked for where the cluster is not of kind', () => {
    expect(ask(null)).toEqual({});
  });
});
