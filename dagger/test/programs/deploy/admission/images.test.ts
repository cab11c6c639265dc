import { expect, test } from 'vitest';

import { imageNotes } from '../../../../programs/deploy/admission/images.ts';
import type { MadeObject } from '../support/objects.ts';

const running = (image: string): MadeObject => ({
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', image }] },
});

test('images whose tag moves are told, each once, of the nodes and of registries', () => {
  const objects = [running('redis:sha256-a'), running('team/cache'), running('mysql:8')];
  const notes = imageNotes(objects, { loaded: ['redis:latest', 'team/cache'], notPulled: [] });
  expect(notes.map((note) => note.split(' has ')[0])).toEqual([
    'the image redis:latest',
    'the image team/cache',
  ]);
});

test('a pull that does not happen is told once, with where', () => {
  expect(imageNotes([], { loaded: [], notPulled: ['Deployment/a', 'Job/b'] })).toEqual([
    'imagePullPolicy Always was taken for IfNotPresent in Deployment/a, Job/b: the nodes have the images, and no registry has to answer',
  ]);
  expect(imageNotes([], { loaded: [], notPulled: [] })).toEqual([]);
});
