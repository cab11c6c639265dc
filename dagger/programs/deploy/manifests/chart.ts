/* Renders a chart by Helm. */
import { writeFileSync } from 'node:fs';

import type { ChartSettings } from '../../../src/deploy/stage/program-settings.ts';
import { fieldsOf, parseJson, textOf } from '../../shared/json.ts';
import { output, run, StepError } from '../run/command.ts';

/**
 * The file with all that a chart makes, its hooks and tests included: they are named, and left out, by what they are.
 * @throws StepError with Helm's own words
 */
export async function renderChart(
  { helm, folder, release, values }: ChartSettings,
  { namespace }: { readonly namespace: string },
): Promise<string> {
  const evidence = await run(
    [
      ...[helm, 'template', release, folder, '--namespace', namespace, '--include-crds'],
      ...['--kube-version', await kubeVersion()],
      ...values.flatMap((file) => ['--values', file]),
    ],
    { seconds: 120 },
  );
  if (evidence.exitCode !== 0) {
    const words = evidence.stderr
      .trim()
      .replaceAll(/\s*\n\s*/g, ' | ')
      .slice(0, 1200);
    throw new StepError(`helm cannot render the chart: ${words}${advice(words)}`, { rule: 'invalid' });
  }
  const file = '/deploy/chart.yaml';
  writeFileSync(file, evidence.stdout);
  return file;
}

/** The version of kubectl, which is that of kind's nodes. */
async function kubeVersion(): Promise<string> {
  const version = parseJson(await output(['kubectl', 'version', '--client', '--output=json']));
  return textOf(fieldsOf(fieldsOf(version)['clientVersion'])['gitVersion']) ?? '';
}

/** Nothing is downloaded: a chart's dependencies are part of what is reviewed. */
function advice(words: string): string {
  return /missing in charts\/|dependencies/.test(words)
    ? '; expected the dependencies in its folder charts: run helm dependency update and commit them'
    : '';
}
