import { expect, test } from 'vitest';

import { probePathOf } from '../../../../src/project/facts/manifests/probes.ts';
import { filesFrom, type MadeUp } from '../made-up.ts';

const found = (made: MadeUp): string | undefined => {
  const fact = probePathOf(filesFrom(made));
  return fact && `${fact.value} (${fact.from})`;
};
const probe = (name: string, path: string): string =>
  `      containers:\n        - name: app\n          ${name}:\n            httpGet:\n              path: ${path}\n              port: 80\n`;

test('the path of health is the one that the readiness probe asks, else the liveness probe', () => {
  const live = probe('livenessProbe', '/live');
  expect(found({ 'k8s/app.yaml': live })).toBe('/live (k8s/app.yaml:3: livenessProbe)');
  expect(found({ 'k8s/app.yaml': `${live}${probe('readinessProbe', '"/ready"')}` })).toMatch(/^\/ready/);
});

test("a chart's values have it, too", () => {
  const values = 'image:\n  readinessProbe:\n    httpGet:\n      path: /ready\n';
  expect(found({ 'chart/app/values.yaml': values })).toBe('/ready (chart/app/values.yaml:2: readinessProbe)');
});

test.each([
  [
    'two workloads with two paths',
    { 'k8s/a.yaml': probe('readinessProbe', '/a') + probe('readinessProbe', '/b') },
  ],
  ['a template', { 'k8s/a.yaml': probe('readinessProbe', '{{ .Values.path }}') }],
  [
    'a probe of another kind',
    { 'k8s/a.yaml': 'readinessProbe:\n  tcpSocket:\n    port: 80\npath: /other\n' },
  ],
  ['no probe', { 'k8s/a.yaml': 'path: /other\n' }],
  ['an example', { 'examples/k8s/a.yaml': probe('readinessProbe', '/a') }],
])('%s tells none', (_, made) => {
  expect(found(made)).toBeUndefined();
});
