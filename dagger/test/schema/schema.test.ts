import { format } from 'prettier';
import { expect, test } from 'vitest';

import { catalogue } from '../../src/gates/order.ts';
import { exitCodes } from '../../src/verdict/verdict.ts';
import { schemaOf } from './generate.ts';

/** What an outcome says of the rest. */
function rule(outcome: 'passed' | 'failed' | 'unavailable', required: readonly string[] = []): object {
  return {
    if: { properties: { outcome: { const: outcome } } },
    then: {
      properties: { exitCode: { const: exitCodes[outcome] } },
      ...(required.length === 0 ? {} : { required }),
    },
  };
}

/** Each schema is made from the types of what it describes: write them by `npx vitest run --project dagger schema -u`. */
test.each([
  [
    'pipeline.schema.json',
    () =>
      schemaOf('project/configuration.ts', 'PipelineFile', {
        words: { GateName: catalogue.gates, ToolName: catalogue.tools },
        hasDefaults: /^PipelineFile$|Settings$/,
      }),
  ],
  [
    'baseline.schema.json',
    () => schemaOf('verdict/baseline.ts', 'BaselineFile', { words: { CarriedTool: catalogue.carried } }),
  ],
  [
    'verdict.schema.json',
    () =>
      schemaOf('verdict/model.ts', 'Verdict', {
        rules: [rule('passed'), rule('failed'), rule('unavailable')],
      }),
  ],
  [
    'deployment.schema.json',
    () =>
      schemaOf('deploy/proof/model.ts', 'Deployment', {
        rules: [rule('passed', ['proof']), rule('failed'), rule('unavailable')],
      }),
  ],
])('%s is made from the types', async (name, schema) => {
  const text = await format(JSON.stringify(schema()), { parser: 'json', printWidth: 110 });
  await expect(text).toMatchFileSnapshot(new URL(`../../${name}`, import.meta.url).pathname);
});
