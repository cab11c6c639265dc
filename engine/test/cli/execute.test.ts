import { expect, test } from 'vitest';
import { coreQuery } from '../../src/cli/core-query.ts';
import { execute } from '../../src/cli/execute.ts';
import { InputLoader } from '../../src/cli/load-inputs.ts';
import { planCall } from '../../src/cli/plan.ts';
import type { ModuleCall } from '../../src/module/host.ts';
import type { Json } from '../../src/module/values.ts';
import { coreSchema, sampleCatalog, sampleTypes } from './sample-types.ts';

/** What the module's functions answer. */
const results: Readonly<Record<string, Json>> = {
  greet: 'hello',
  image: 'Container@1',
  serve: 'Service@1',
  gates: [
    { name: 'lint', note: 'a' },
    { name: 'test', note: 'b' },
  ],
};

/** A session that answers by the end of the document, and records what it is asked. */
function session() {
  const asked: { document: string; variables: Record<string, unknown> }[] = [];
  const query = (document: string, variables: Record<string, unknown> = {}): Promise<unknown> => {
    asked.push({ document, variables });
    if (document.includes('host')) return Promise.resolve({ host: { directory: { id: 'Directory@1' } } });
    if (document.includes('setSecret')) return Promise.resolve({ setSecret: { id: 'Secret@1' } });
    if (document.includes('stdout')) return Promise.resolve({ node: { withExec: { stdout: 'hi' } } });
    if (document.includes('envVariables')) {
      return Promise.resolve({ node: { envVariables: [{ name: 'A' }, { name: 'B' }] } });
    }
    if (document.includes(' up')) return Promise.resolve({ node: { up: null } });
    if (document.includes('sync')) return Promise.resolve({ node: { sync: 'Container@1' } });
    return Promise.resolve({ node: { id: 'Service@1' } });
  };
  return { asked, session: { query, schema: coreSchema } };
}

async function run(line: string) {
  const folders = { root: '/repo', context: '/repo' };
  const plan = planCall(
    { types: sampleTypes, catalog: sampleCatalog, workdir: '/repo', folders },
    line.split(' '),
  );
  if (plan.kind !== 'call') throw new Error('this is a question for help');
  const { asked, session: api } = session();
  const called: ModuleCall[] = [];
  const host = {
    construct: () => Promise.resolve({ source: 'Directory@1' }),
    call: (call: ModuleCall) => {
      called.push(call);
      return Promise.resolve(results[call.function.name] ?? null);
    },
  };
  const inputs = new InputLoader({ session: api, environment: { TOKEN: 'hunter2' } });
  const result = await execute({ session: api, host, inputs, catalog: sampleCatalog }, plan);
  return {
    result,
    asked: asked.map(({ document }) => document),
    variables: asked.at(-1)?.variables,
    called,
    inputs,
  };
}

test.each<[string, Json]>([
  ['greet --name Bob', 'hello'],
  ['gates name', ['lint', 'test']],
  ['image with-exec --args ls stdout', 'hi'],
  ['image env-variables name', ['A', 'B']],
  ['serve up --ports 8000:80', null],
])('%s answers what its last function answers', async (line, value) => {
  expect((await run(line)).result).toEqual({ kind: 'data', value });
});

test.each([
  ['image', 'Container@sha256:1'],
  ['serve', 'Service@sha256:1'],
])('%s answers an object, which is told by its type and digest', async (line, text) => {
  expect((await run(line)).result).toEqual({ kind: 'objects', text });
});

test('objects of a list are told one a line, and equal ones alike', async () => {
  const [first, second] = [(await run('gates')).result, (await run('gates')).result];
  expect(first).toEqual(second);
  expect(first).toMatchObject({
    text: expect.stringMatching(/^- Gate@sha256:[0-9a-f]{64}\n- Gate@sha256:[0-9a-f]{64}$/) as string,
  });
});

test('functions get the state of the object before them', async () => {
  const { called } = await run('greet --name Bob');
  expect(called).toMatchObject([{ object: 'Sample', state: { source: 'Directory@1' } }]);
});

test('a chain into the core API is one query, with its values as variables', async () => {
  const { asked, variables } = await run('image with-exec --args a"b --expect ANY stdout');
  expect(asked.at(-1)).toBe(
    'query($id: ID!, $v1: [String!]!, $v2: ReturnType) ' +
      '{ node(id: $id) { ... on Container { withExec(args: $v1, expect: $v2) { stdout } } } }',
  );
  expect(variables).toEqual({ id: 'Container@1', v1: ['a"b'], v2: 'ANY' });
});

test('an object at the end is evaluated before it is shown', async () => {
  const { asked } = await run('image');
  expect(asked.filter((document) => document.includes('sync'))).toHaveLength(1);
});

test('inputs are loaded with what is ignored in them, secrets by variables alone', async () => {
  const { asked } = await run('pick --token env:TOKEN');
  expect(asked.some((document) => document.includes('directory(path: $path, exclude: $exclude)'))).toBe(true);
  expect(asked.join()).not.toContain('hunter2');
});

test('an argument that the schema does not have is an error of ours', () => {
  const argument = { ...sampleTypes.constructorArguments[0], name: 'nothing' };
  const given = {
    argument: { ...argument, type: { kind: 'string' } } as ModuleCall['arguments'][number]['argument'],
    value: 'x',
  };
  const step = { object: 'Container', name: 'stdout', arguments: [given] };
  expect(() => coreQuery(coreSchema, { type: 'Container', id: 'x' }, [step])).toThrow(
    'the schema has no argument Container.stdout.nothing',
  );
});
