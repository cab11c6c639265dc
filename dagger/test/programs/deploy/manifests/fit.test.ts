import { expect, test } from 'vitest';

import {
  fitted,
  otherImages,
  ownImage,
  withOwnImage,
  withServiceMark,
} from '../../../../programs/deploy/manifests/fit.ts';
import { isMoving, repositoryOf, shortName } from '../../../../programs/deploy/manifests/image-name.ts';
import { withoutLeftOut } from '../../../../programs/deploy/manifests/left-out.ts';
import { podTemplateOf } from '../../../../programs/deploy/manifests/pod-templates.ts';
import { serviceMark } from '../../../../programs/deploy/kube/read.ts';
import type { KubeObject } from '../../../../programs/deploy/kube/types.ts';

type Made = KubeObject & { readonly spec?: object };
const pod = (...images: string[]): object => ({
  spec: { containers: images.map((image) => ({ name: 'c', image })) },
});
const web: Made = {
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { template: pod('shop:1', 'redis:8') },
};
const nightly: Made = {
  kind: 'CronJob',
  metadata: { name: 'nightly' },
  spec: { jobTemplate: { spec: { template: pod('shop:1') } } },
};
const single: Made = { kind: 'Pod', metadata: { name: 'single' }, ...pod('redis:8') };
const settings: Made = { kind: 'ConfigMap', metadata: { name: 'settings' } };
const all = [web, nightly, single, settings];

const imagesOf = (object: KubeObject): (string | undefined)[] =>
  podTemplateOf(object)?.spec.containers.map(({ image }) => image) ?? [];

test("every pod that runs the project's image gets that of the version, with its revision", () => {
  const own = withOwnImage(all, (image) => repositoryOf(image) === 'shop');
  expect(own.map(imagesOf)).toEqual([[ownImage, 'redis:8'], [ownImage], ['redis:8'], []]);
  const loaded = [{ name: 'redis:8', image: { reference: 'redis:sha256-b' } }];
  const version = { revision: 'abc', image: { reference: 'shop:sha256-a' } };
  const objects = fitted(own, { version, loaded });
  expect(objects.map(imagesOf)).toEqual([
    ['shop:sha256-a', 'redis:sha256-b'],
    ['shop:sha256-a'],
    ['redis:sha256-b'],
    [],
  ]);
  const revisions = objects.map(
    (object) => podTemplateOf(object)?.metadata?.annotations?.['pipeline/revision'],
  );
  expect(revisions).toEqual(['abc', 'abc', undefined, undefined]);
  expect(objects[3]).toBe(settings);
});

test('images of others are told with who runs them, containers that run before included', () => {
  const first: Made = {
    kind: 'Job',
    metadata: { name: 'wait' },
    spec: { template: { spec: { initContainers: [{ name: 'i', image: 'busybox' }], containers: [] } } },
  };
  expect(otherImages([...withOwnImage(all, (image) => image === 'shop:1'), first])).toEqual([
    { reference: 'redis:8', users: ['Deployment/web', 'Pod/single'] },
    { reference: 'busybox', users: ['Job/wait'] },
  ]);
});

test('the service is marked, and nothing else', () => {
  const marked = withServiceMark(all, web, 'c');
  const marks = marked.map(({ metadata }) => metadata.annotations?.[serviceMark]);
  expect(marks).toEqual(['c', undefined, undefined, undefined]);
  const ofPods = marked.map((one) => podTemplateOf(one)?.metadata?.annotations?.[serviceMark]);
  expect(ofPods).toEqual(['c', undefined, undefined, undefined]);
});

test('hooks of Helm and what is named are left out, and told', () => {
  const hook: Made = { kind: 'Pod', metadata: { name: 'try', annotations: { 'helm.sh/hook': 'test' } } };
  const { objects, leftOut, unused } = withoutLeftOut(
    [...all, hook],
    ['CronJob', 'ConfigMap/settings', 'ConfigMap/other'],
  );
  expect(objects).toEqual([web, single]);
  expect(leftOut).toEqual([
    'CronJob/nightly (deploy.leaveOut)',
    'ConfigMap/settings (deploy.leaveOut)',
    'Pod/try (a hook of Helm: test)',
  ]);
  expect(unused).toEqual(['ConfigMap/other']);
});

test.each([
  ['shop', 'shop', 'shop', true],
  ['shop:latest', 'shop', 'shop', true],
  ['localhost:5000/team/Shop:1.2', 'localhost:5000/team/Shop', 'shop', false],
  ['localhost:5000/shop', 'localhost:5000/shop', 'shop', true],
  [`a/b@sha256:${'0'.repeat(64)}`, 'a/b', 'b', false],
  ['<IMAGE_URI>', '<IMAGE_URI>', '<image_uri>', true],
])('of %s the name is %s, in short %s; it moves: %s', (reference, repository, short, moving) => {
  expect([repositoryOf(reference), shortName(reference), isMoving(reference)]).toEqual([
    repository,
    short,
    moving,
  ]);
});
