import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { deploymentOf } from '../../../src/deploy/proof/deployment.ts';
import { renderDeploymentJson } from '../../../src/deploy/proof/deployment-json.ts';
import { checkNames } from '../../../src/verdict/check-names.ts';
import { type Deployment, stepNames } from '../../../src/deploy/proof/model.ts';
import { begun, deployed, green, proof, rolledBack } from '../sample.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../deployment.schema.json', import.meta.url), 'utf8'),
) as {
  $defs: Record<string, { enum: string[] }>;
};
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const unobserved = { unobserved: 'the node cannot be asked' };

test.each<[string, Deployment]>([
  ['a sound update', green()],
  ['a rollback', rolledBack()],
  [
    'a refusal on a first deployment',
    deploymentOf(
      begun({
        failure: { step: 'validate', outcome: 'failed', rule: 'unknown-field', message: 'spec.replica' },
      }),
    ),
  ],
  [
    'nothing observed',
    deploymentOf(
      deployed({
        proof: proof({
          rollout: unobserved,
          oldPods: unobserved,
          pods: unobserved,
          health: unobserved,
          probe: unobserved,
          load: unobserved,
          network: unobserved,
          smoke: unobserved,
          nodes: unobserved,
          drain: unobserved,
        }),
      }),
    ),
  ],
])('the record of %s is what its schema says', (_name, record) => {
  validate(JSON.parse(renderDeploymentJson(record)));
  expect(validate.errors ?? []).toEqual([]);
});

test.each<[string, object]>([
  ['passed with another exit code', { exitCode: 1 }],
  ['passed without a proof', { proof: undefined }],
  ['a key that nobody knows', { extra: 1 }],
  ['an unknown outcome', { outcome: 'green' }],
])('the schema refuses %s', (_name, change) => {
  expect(validate(JSON.parse(JSON.stringify({ ...green(), ...change })))).toBe(false);
});

test('the schema has the names of the model', () => {
  expect(schema.$defs['CheckName']?.enum).toEqual(checkNames);
  expect(schema.$defs['StepName']?.enum).toEqual(stepNames);
});
