import { describe, expect, test } from 'vitest';
import { cachePolicy } from '../../src/module/cache-policy.ts';
import { FunctionCache } from '../../src/module/function-cache.ts';
import { ModuleHost, type ModuleCall } from '../../src/module/host.ts';
import type { FunctionType } from '../../src/module/types.ts';
import type { Json } from '../../src/module/values.ts';
import { RecordStore } from '../../src/store/records.ts';
import { sampleTypes } from '../cli/sample-types.ts';
import { temporaryFolder } from '../support/temporary.ts';

function sampleFunction(name: string): FunctionType {
  const found = sampleTypes.objects.get('Sample')?.functions.find((known) => known.name === name);
  if (found === undefined) throw new Error(`the sample has no ${name}`);
  return found;
}

function given(name: string, argumentName: string, value: Json): ModuleCall['arguments'][number] {
  const argument = sampleFunction(name).arguments.find((known) => known.name === argumentName);
  if (argument === undefined) throw new Error(`${name} has no ${argumentName}`);
  return { argument, value };
}

const greet: ModuleCall = {
  object: 'Sample',
  function: sampleFunction('greet'),
  state: { source: 'Directory@1' },
  arguments: [given('greet', 'name', 'Bob')],
};

/** A world with one folder of records: each host is a session of its own. */
function world(folder: string) {
  const ran: string[] = [];
  const state = { nowMs: 1_000_000, known: true, fails: false };
  const session = (changes: { codeDigest?: string; volatile?: ReadonlySet<string> } = {}): ModuleHost =>
    new ModuleHost({
      types: sampleTypes,
      codeDigest: 'code',
      volatile: new Set(),
      ...changes,
      cache: new FunctionCache({ records: new RecordStore(folder), now: () => state.nowMs }),
      run: (call) => {
        ran.push(call.function);
        return state.fails ? Promise.reject(new Error('it broke')) : Promise.resolve(`result ${ran.length}`);
      },
      knows: (references) => Promise.resolve(state.known || references.length === 0),
    });
  return { ran, state, session };
}

describe('a function runs once', () => {
  test('in a session, however often it is called at the same time', async () => {
    using folder = temporaryFolder();
    const { ran, session } = world(folder.path);
    const host = session();
    await Promise.all([host.call(greet), host.call(greet), host.call(greet)]);
    expect(ran).toEqual(['greet']);
  });

  test('across sessions', async () => {
    using folder = temporaryFolder();
    const { ran, session } = world(folder.path);
    const first = await session().call(greet);
    expect(await session().call(greet)).toBe(first);
    expect(ran).toHaveLength(1);
  });

  test('when its arguments come in another order', async () => {
    using folder = temporaryFolder();
    const { ran, session } = world(folder.path);
    const loud = given('greet', 'loud', true);
    await session().call({ ...greet, arguments: [...greet.arguments, loud] });
    await session().call({ ...greet, arguments: [loud, ...greet.arguments] });
    expect(ran).toHaveLength(1);
  });
});

describe('a function runs again', () => {
  test.each<[string, ModuleCall]>([
    ['for another argument', { ...greet, arguments: [given('greet', 'name', 'Ann')] }],
    ['for one argument more', { ...greet, arguments: [...greet.arguments, given('greet', 'loud', false)] }],
    ['for another state', { ...greet, state: { source: 'Directory@2' } }],
    ['for another function', { ...greet, function: { ...greet.function, name: 'shout' } }],
  ])('%s', async (_, other) => {
    using folder = temporaryFolder();
    const { ran, session } = world(folder.path);
    await session().call(greet);
    await session().call(other);
    expect(ran).toHaveLength(2);
  });

  test('for other code', async () => {
    using folder = temporaryFolder();
    const { ran, session } = world(folder.path);
    await session().call(greet);
    await session({ codeDigest: 'changed' }).call(greet);
    expect(ran).toHaveLength(2);
  });

  test('when its time is over', async () => {
    using folder = temporaryFolder();
    const { ran, state, session } = world(folder.path);
    await session().call(greet);
    state.nowMs += 10 * 60_000 - 1;
    await session().call(greet);
    expect(ran).toHaveLength(1);
    state.nowMs += 1;
    await session().call(greet);
    expect(ran).toHaveLength(2);
  });

  test('after it failed', async () => {
    using folder = temporaryFolder();
    const { ran, state, session } = world(folder.path);
    state.fails = true;
    await expect(session().call(greet)).rejects.toThrow('it broke');
    state.fails = false;
    await session().call(greet);
    expect(ran).toHaveLength(2);
  });

  test('when the session does not know an object of its result any more', async () => {
    using folder = temporaryFolder();
    const { ran, state, session } = world(folder.path);
    const image: ModuleCall = { ...greet, function: sampleFunction('image'), arguments: [] };
    await session().call(image);
    await session().call(image);
    expect(ran).toHaveLength(1);
    state.known = false;
    await session().call(image);
    expect(ran).toHaveLength(2);
  });

  test('when it rests on something of this machine that changes', async () => {
    using folder = temporaryFolder();
    const { ran, session } = world(folder.path);
    const pick: ModuleCall = {
      ...greet,
      function: sampleFunction('pick'),
      arguments: [given('pick', 'db', 'Service@1')],
    };
    await session({ volatile: new Set(['Service@1']) }).call(pick);
    await session({ volatile: new Set(['Service@1']) }).call(pick);
    expect(ran).toHaveLength(2);
  });

  test.each([
    ['never', 3],
    ['session', 2],
  ])('as its policy %s says', async (cache, times) => {
    using folder = temporaryFolder();
    const { ran, session } = world(folder.path);
    const call = { ...greet, function: { ...greet.function, cache } };
    const host = session();
    await host.call(call);
    await host.call(call);
    await session().call(call);
    expect(ran).toHaveLength(times);
  });
});

test('a module without a constructor has an empty state, and nothing is called', async () => {
  using folder = temporaryFolder();
  const { ran } = world(folder.path);
  const host = new ModuleHost({
    types: { ...sampleTypes, hasConstructor: false },
    codeDigest: 'code',
    volatile: new Set(),
    cache: new FunctionCache({ records: new RecordStore(folder.path) }),
    run: () => Promise.reject(new Error('nothing is to run')),
    knows: () => Promise.resolve(true),
  });
  expect(await host.construct([])).toEqual({});
  expect(ran).toEqual([]);
});

describe('@func({ cache })', () => {
  test.each([
    [undefined, { kind: 'for', durationMs: 604_800_000 }],
    ['never', { kind: 'never' }],
    ['session', { kind: 'session' }],
    ['10m', { kind: 'for', durationMs: 600_000 }],
    ['1h30m', { kind: 'for', durationMs: 5_400_000 }],
    ['1.5s', { kind: 'for', durationMs: 1500 }],
  ])('%s', (text, expected) => {
    expect(cachePolicy(text)).toEqual(expected);
  });

  test.each(['', '10', 'm', '10 m', 'always', '10mx'])('"%s" is refused', (text) => {
    expect(() => cachePolicy(text)).toThrow('expected never, session or a duration');
  });
});
