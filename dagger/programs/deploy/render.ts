/**
 * Renders manifests into the objects that are deployed, without a cluster and without a version: kustomizations, folders of
 * plain YAML and charts come out the same. What a person has to decide first is told as problems, all at once.
 *
 * Usage: node render.ts SETTINGS RECORD
 */
import { writeFileSync } from 'node:fs';

import type { RenderFacts } from '../../src/deploy/stage/program-records.ts';
import type { RenderSettings } from '../../src/deploy/stage/program-settings.ts';
import type { KubeObject } from './kube/types.ts';
import { renderChart } from './manifests/chart.ts';
import { otherImages, withOwnImage, withServiceMark } from './manifests/fit.ts';
import { shortName, repositoryOf } from './manifests/image-name.ts';
import { renderAll } from './manifests/kustomize.ts';
import { serviceLeftOut, withoutLeftOut } from './manifests/left-out.ts';
import { titleOf } from './manifests/pod-templates.ts';
import { findService, type FoundService } from './manifests/service.ts';
import { StepError } from './run/command.ts';
import { main, recorder } from './run/steps.ts';

async function render(settings: RenderSettings): Promise<RenderFacts> {
  const files = settings.chart === null ? settings.files : [await renderChart(settings.chart, settings)];
  const all = await renderAll(settings, files);
  const { objects, leftOut, unused } = withoutLeftOut(all, settings.leaveOut);
  const unusedWords = unused.map(
    (pattern) => `deploy.leaveOut: ${pattern} fits no object of the manifests: expected KIND or KIND/NAME`,
  );
  const ownService = serviceLeftOut(all, objects, settings.service);
  if (ownService !== undefined) return { problems: [...unusedWords, ownService], leftOut, images: [] };
  const service = findService(objects, settings.service);
  if (typeof service === 'string') return { problems: [...unusedWords, service], leftOut, images: [] };
  return { ...keep(settings, objects, service), leftOut, problems: unusedWords };
}

/** Writes the objects, and answers what runs in them. */
function keep(
  { output, service: { names } }: RenderSettings,
  objects: readonly KubeObject[],
  service: FoundService,
): Pick<RenderFacts, 'images' | 'service'> {
  const isOwn = (image: string): boolean =>
    repositoryOf(image) === service.image || names.includes(shortName(image));
  const own = withOwnImage(objects, isOwn);
  writeFileSync(output, JSON.stringify(withServiceMark(own, service.deployment, service.container)));
  const { deployment, container, image, answers, why } = service;
  return {
    images: otherImages(own),
    service: { workload: titleOf(deployment), container, image, ...answers, why },
  };
}

await main<RenderSettings>((settings) => {
  const record = recorder<RenderFacts>(Date.now());
  return record.recordOf(() =>
    record.step('render', async () => {
      const value = await render(settings);
      if (value.problems.length === 0 || value.service !== undefined) return { value, detail: 'rendered' };
      throw new StepError(value.problems.join('; '), { rule: 'invalid' });
    }),
  );
});
