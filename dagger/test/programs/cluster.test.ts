import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = new URL('../../programs/deploy/cluster.js', import.meta.url).pathname;

/** kubectl of a server with one node that is ready. */
const kubectl = `#!/bin/sh
case "$1" in
  version) echo '{"serverVersion":{"gitVersion":"v1.34.4"}}' ;;
  get) echo '{"items":[{"metadata":{"name":"x-control-plane"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}]}' ;;
esac
`;

/**
 * kind that fails to make a cluster so many times, notes what it is asked for, and still has a cluster so many times after
 * it was to be deleted.
 */
const kind = (failures: number, left: number): string => `#!/bin/sh
echo "$1 $2" >> "$0.asked"
case "$1 $2" in
  "get clusters") [ "$(grep -c '^get clusters' "$0.asked")" -gt ${String(left)} ] || echo x ;;
  "create cluster") [ "$(grep -c '^create' "$0.asked")" -gt ${String(failures)} ] || { echo 'ERROR: kubeadm was too slow' >&2; exit 1; } ;;
  "get kubeconfig") echo 'kind: Config' ;;
esac
`;

describe('a kind cluster', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** The program's record, and what kind was asked for. */
  const made = (failures: number, { left = 0, fresh = false } = {}): { record: unknown; asked: string[] } => {
    writeFileSync(join(folder, 'kubectl'), kubectl, { mode: 0o755 });
    writeFileSync(join(folder, 'kind'), kind(failures, left), { mode: 0o755 });
    const settings = {
      ...{ startedAt: Date.now(), kubectl: ['kubectl'], serverSeconds: 5, archives: [] },
      kind: {
        ...{ name: 'x', image: 'node', config: 'kind.yaml', kubeconfig: join(folder, 'kubeconfig') },
        ...{ server: null, fresh },
      },
      kindLogs: { name: 'x', folder: join(folder, 'logs') },
    };
    const [given, record] = [join(folder, 'settings.json'), join(folder, 'record.json')];
    writeFileSync(given, JSON.stringify(settings));
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
    execFileSync(process.execPath, [program, given, record], { env, stdio: 'ignore' });
    return {
      record: JSON.parse(readFileSync(record, 'utf8')),
      asked: readFileSync(join(folder, 'kind.asked'), 'utf8').trim().split('\n'),
    };
  };

  it('is made', () => {
    const { record, asked } = made(0);
    expect(record).toMatchObject({
      ...{ version: 'v1.34.4', nodes: ['x-control-plane'] },
      steps: [{ step: 'cluster', outcome: 'passed', detail: 'Kubernetes v1.34.4, made for this run' }],
    });
    expect(asked).toEqual(['get clusters', 'create cluster', 'get kubeconfig']);
  });

  it('is made at the second attempt where the first one failed, which is told', () => {
    const { record, asked } = made(1);
    const detail = expect.stringMatching(/at the second attempt, after: .*kubeadm was too slow/) as unknown;
    expect(record).toMatchObject({ steps: [{ step: 'cluster', outcome: 'passed', detail }] });
    expect(asked.slice(1, 4)).toEqual(['create cluster', 'delete cluster', 'create cluster']);
  });

  it('that a killed run left is gone before a new one is made', () => {
    const { asked } = made(0, { left: 1, fresh: true });
    const removal = ['delete cluster', 'get clusters'];
    expect(asked).toEqual([...removal, ...removal, 'get clusters', 'create cluster', 'get kubeconfig']);
  });

  it('that cannot be made is a failure, with its logs asked for and nothing left', () => {
    const { record, asked } = made(2);
    const message = expect.stringMatching(/in two attempts: .*kubeadm was too slow/) as unknown;
    expect(record).toMatchObject({ failure: { step: 'cluster', rule: 'kind', message } });
    expect(asked.slice(-2)).toEqual(['export logs', 'delete cluster']);
  });
});
