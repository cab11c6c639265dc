import { readFileSync } from 'node:fs';

import { format } from 'prettier';
import { expect, test } from 'vitest';

import { catalogue } from '../../src/gates/order.ts';

const path = new URL('../../pipeline.schema.json', import.meta.url).pathname;

interface Schema {
  $defs: { gate: { enum: readonly string[] } };
  properties: { exceptions: { items: { properties: { tool: { enum: readonly string[] } } } } };
}

test('the schema names the gates of the pipeline and the tools that may have exceptions', async () => {
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Schema;
  schema.$defs.gate.enum = catalogue.gates;
  schema.properties.exceptions.items.properties.tool.enum = catalogue.tools;
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
  await expect(text).toMatchFileSnapshot(path);
});
