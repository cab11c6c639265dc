import { expect, it } from 'vitest';

import { useNotes } from '../../../src/deploy/proof/use-words.ts';

const service = { name: 'app', port: 80 };

it('of a kept kind cluster it is told how to use it, to go back, and to remove it', () => {
  const notes = useNotes({ kind: 'docker', name: 'mine', namespace: 'team' }, service).join('\n');
  expect(notes).toContain('kind export kubeconfig --name mine');
  expect(notes).toContain('docker exec mine-control-plane kubectl');
  expect(notes).toContain('--namespace team port-forward --address 0.0.0.0 service/app 8000:80');
  expect(notes).toContain('kind --docker-socket=/var/run/docker.sock --name=mine rollback');
  expect(notes).toContain('kind --docker-socket=/var/run/docker.sock --name=mine destroy');
});

it.each(['own', 'kubeconfig'] as const)('of a cluster that is %s, nothing is told', (kind) => {
  expect(useNotes({ kind, name: 'x', namespace: 'team' }, service)).toEqual([]);
});
