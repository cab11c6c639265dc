import { expect, test } from 'vitest';

import { manifestsIn } from '../../../../src/project/facts/manifests/found.ts';
import type { FoundManifests } from '../../../../src/project/facts/manifests/kinds.ts';
import { manifestsAt } from '../../../../src/project/facts/manifests/named.ts';
import { filesFrom, type MadeUp } from '../made-up.ts';

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: app }\n';
const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: app }\n';

const found = (made: MadeUp): FoundManifests[] => manifestsIn(filesFrom(made)).map(({ value }) => value);
const named = (made: Record<string, string>): ReturnType<typeof manifestsAt> =>
  manifestsAt({ paths: Object.keys(made), text: (path) => made[path] });

test('a kustomization is found by the folder that its base and its overlays lie in', () => {
  const made = {
    'infra/app/base/kustomization.yaml': '',
    'infra/app/base/deployment.yaml': deployment,
    'infra/app/overlays/kind/kustomization.yml': '',
    'infra/app/components/database/kustomization.yaml': '',
  };
  expect(found(made)).toEqual([
    {
      kind: 'kustomization',
      path: 'infra/app',
      folders: ['base', 'components/database', 'overlays/kind'],
      files: [],
    },
  ]);
});

test('objects in JSON, and in YAML of one line, are manifests too', () => {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'app' } };
  const made = {
    'k8s/deployment.json': JSON.stringify(object, null, 2),
    'k8s/service.yaml': `# made by a tool\n---\n${JSON.stringify({ ...object, kind: 'Service' })}`,
    'k8s/secret.yml': '{apiVersion: v1, kind: Secret, metadata: {name: app}}',
    'k8s/dashboard.json': '{ "title": "requests", "panels": [] }',
  };
  const files = ['deployment.json', 'service.yaml', 'secret.yml'];
  const [folder, ...others] = found(made);
  expect(others).toEqual([]);
  expect(folder).toMatchObject({ kind: 'folder', path: 'k8s' });
  expect(folder?.files.toSorted()).toEqual(files.toSorted());
  expect(named({ 'a.json': made['k8s/deployment.json'] })?.files).toEqual(['a.json']);
});

test('a file that was not read is not left out in silence', () => {
  const text = (path: string): string | undefined => (path === 'k8s/a.yaml' ? deployment : undefined);
  const files = { paths: ['k8s/a.yaml', 'k8s/b.yaml'], text };
  expect(manifestsIn(files)[0]?.value.files).toEqual(['a.yaml', 'b.yaml']);
});

test.each([
  [{ 'kustomization.yaml': '' }, '.', ['.']],
  [{ 'base/kustomization.yaml': '', 'overlays/dev/Kustomization': '' }, '.', ['base', 'overlays/dev']],
  [{ 'k8s/kustomization.yaml': '' }, 'k8s', ['.']],
])('of %j the folder is %s', (made, path, folders) => {
  expect(found(made)).toEqual([{ kind: 'kustomization', path, folders, files: [] }]);
});

test('a chart is found with its dependencies as part of it, and a library is none', () => {
  const made = {
    'chart/Chart.yaml': 'name: app\n',
    'chart/templates/deployment.yaml': deployment,
    'chart/charts/cache/Chart.yaml': 'name: cache\n',
    'library/Chart.yaml': 'name: common\ntype: library\n',
  };
  expect(found(made)).toEqual([{ kind: 'chart', path: 'chart', folders: [], files: [] }]);
});

test('plain YAML is found in the folders that it usually lies in, with what lies below them', () => {
  const made = {
    'k8s/app/deployment.yaml': deployment,
    'k8s/service.yml': service,
    'k8s/values.yaml': 'replicas: 2\n',
    'docker-compose.yml': 'services: {}\n',
    '.github/workflows/ci.yml': 'on: push\n',
  };
  expect(found(made)).toEqual([
    { kind: 'folder', path: 'k8s', folders: [], files: ['service.yml', 'app/deployment.yaml'] },
  ]);
});

test('plain YAML at the top is found with its neighbours alone', () => {
  const made = { 'app.yaml': deployment, 'service.yaml': service, 'docs/example.yaml': deployment };
  expect(found(made)).toEqual([
    { kind: 'folder', path: '.', folders: [], files: ['app.yaml', 'service.yaml'] },
  ]);
});

test.each([
  ['nothing that runs', { 'k8s/service.yaml': service }],
  ['tests', { 'test/k8s/deployment.yaml': deployment, 'tests/kustomization.yaml': '' }],
  ['examples', { 'examples/chart/Chart.yaml': 'name: app' }],
  ['other folders', { 'src/app.yaml': deployment }],
  ['an empty project', {}],
])('%s is nothing to deploy', (_, made) => {
  expect(found(made)).toEqual([]);
});

test('several are all found, each by itself', () => {
  const made = {
    'charts/app/Chart.yaml': 'name: app',
    'kustomize/base/kustomization.yaml': '',
    'deploy/app.yaml': deployment,
  };
  expect(found(made).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'kustomization kustomize',
    'chart charts/app',
    'folder deploy',
  ]);
});

test('a folder that is named is what it has, whatever its name', () => {
  expect(named({ 'Chart.yaml': 'name: app' })?.kind).toBe('chart');
  expect(named({ 'one/kustomization.yaml': '' })).toEqual({
    kind: 'kustomization',
    folders: ['one'],
    files: [],
  });
  expect(named({ 'any/app.yaml': deployment, 'values.yaml': 'a: 1' })).toEqual({
    kind: 'folder',
    folders: [],
    files: ['any/app.yaml'],
  });
  expect(named({ 'README.md': '' })).toBeUndefined();
});
