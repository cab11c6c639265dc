/**
 * Loads images into the nodes of a kind cluster, and waits until these are ready: nodes take images before they are ready
 * for pods, and what comes next is pods.
 *
 * Usage: node load.ts SETTINGS RECORD
 */
import type { LoadFacts } from '../../src/deploy/stage/program-records.ts';
import type { LoadSettings } from '../../src/deploy/stage/program-settings.ts';
import { loadArchives } from './kind/archives.ts';
import { waitForNodes } from './kind/server.ts';
import { main, recorder } from './run/steps.ts';

await main<LoadSettings>((settings) => {
  const { nodes, archives, startedAt } = settings;
  const { step, recordOf } = recorder<LoadFacts>(startedAt);
  return recordOf(() =>
    step('load-image', async () => {
      const [loaded] = await Promise.all([loadArchives(nodes, archives), waitForNodes(settings)]);
      return { value: { loaded }, detail: loaded.map(({ reference }) => reference).join(', ') };
    }),
  );
});
