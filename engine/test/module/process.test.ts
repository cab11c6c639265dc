import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModuleConfig } from '../../src/module/config.ts';
import { FunctionError } from '../../src/module/errors.ts';
import { introspect } from '../../src/module/introspect.ts';
import { ModuleProcess } from '../../src/module/process.ts';
import type { SpanMessage } from '../../src/module/protocol.ts';
import type { SdkModule } from '../../src/module/sdk-shapes.ts';
import { sdkFiles, sdkVersion } from '../../src/module/sdk.ts';
import { readSources } from '../../src/module/sources.ts';
import { moduleTypes } from '../../src/module/typedefs.ts';
import type { Json } from '../../src/module/values.ts';
import { RecordStore } from '../../src/store/records.ts';
import { fakeSession, type FakeSession } from './fake-session.ts';
import { temporaryFolder } from '../support/temporary.ts';

const config = readModuleConfig(join(import.meta.dirname, 'fixtures', 'sample'));
const sources = readSources(config.source);

describe('the SDK is still as the engine uses it', () => {
  test.each(Object.entries(sdkFiles))('%s is there', (_, file) => {
    expect(existsSync(file)).toBe(true);
  });

  test('its version is the one that dagger.json asks for', () => {
    expect(`v${sdkVersion()}`).toBe('v0.21.8');
  });
});

const folder = temporaryFolder();
let module: SdkModule;
beforeAll(async () => {
  module = await introspect({ config, sources, records: new RecordStore(folder.path) });
});
afterAll(() => folder[Symbol.dispose]());

describe("the fixture's functions", () => {
  const spans: SpanMessage[] = [];
  let session: FakeSession;
  let process: ModuleProcess;

  beforeAll(async () => {
    session = await fakeSession(answer);
    process = new ModuleProcess({ config, files: sources.files, module, scratch: folder.path });
    process.serve({ ...session, onSpan: (span) => spans.push(span), onLine: () => undefined });
    // Loading the SDK is slow on a busy machine: the tests' own time begins after it.
    await call('gates');
  });

  afterAll(async () => {
    await process.close();
    await session[Symbol.asyncDispose]();
  });

  const call = (name: string, given: Readonly<Record<string, Json>> = {}): Promise<Json> =>
    process.call({
      object: 'Sample',
      function: name,
      state: { source: 'Directory@1', threshold: 'High' },
      arguments: given,
    });

  test('are described with their cache policies and defaults', () => {
    const types = moduleTypes('sample', module);
    const functions = types.objects.get('Sample')?.functions ?? [];
    expect(functions.map(({ name, cache }) => [name, cache])).toContainEqual(['greet', '10m']);
    expect(functions.find(({ name }) => name === 'greet')?.arguments).toMatchObject([
      { name: 'name', type: { kind: 'string' }, required: true, description: 'Whom to greet.' },
      { name: 'timesToGreet', type: { kind: 'int' }, required: false, defaultValue: 1 },
      { name: 'loud', type: { kind: 'boolean' }, required: false },
      { name: 'ratio', required: false },
    ]);
  });

  test('the constructor answers its state, with enums by their names and objects by their ids', async () => {
    const state = await process.call({
      object: 'Sample',
      function: '',
      state: {},
      arguments: { source: 'Directory@1', threshold: 'Low' },
    });
    expect(state).toEqual({ source: 'Directory@1', threshold: 'Low' });
  });

  test('take the defaults of the code, and the state', async () => {
    expect(await call('greet', { name: 'Bob' })).toBe('hello Bob  HIGH');
  });

  test('take lists and enums', async () => {
    expect(await call('many', { tags: ['a', 'b'], level: 'Low', levels: ['High'] })).toEqual([
      'a',
      'b',
      'LOW',
      'HIGH',
    ]);
  });

  test('show their stages as spans', async () => {
    spans.length = 0;
    await call('many', { tags: [] });
    expect(spans.map(({ phase, name, failed }) => ({ phase, name, failed }))).toEqual([
      { phase: 'start', name: 'many', failed: false },
      { phase: 'end', name: 'many', failed: false },
    ]);
  });

  test('reach the session through dag, by the ids of their arguments', async () => {
    session.asked.length = 0;
    expect(await call('image', { file: 'File@7' })).toBe('Container@9');
    expect(session.asked.join('\n')).toContain('node (id: "File@7")');
    expect(session.asked.join('\n')).toContain('withFile');
  });

  test('answer objects of the module as their state, and take it back', async () => {
    const gates = await call('gates');
    expect(gates).toEqual([
      { name: 'lint', passed: true, note: 'private' },
      { name: 'test', passed: false, note: 'private' },
    ]);
    const sentence = await process.call({
      object: 'Gate',
      function: 'sentence',
      state: { name: 'lint', passed: true, note: 'kept' },
      arguments: { end: '!' },
    });
    expect(sentence).toBe('lint passed! kept');
  });

  test('nothing is answered as null', async () => {
    expect(await call('nothing')).toBeNull();
  });

  test('a thrown error keeps its message', async () => {
    await expect(call('broken')).rejects.toThrow('it broke');
  });

  test('a command that failed keeps its exit code, command and output', async () => {
    const error = await call('command').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FunctionError);
    expect(error).toMatchObject({ message: 'it exited', extensions: execExtensions });
  });

  test('belong to the session that the process serves, with what they show', async () => {
    await using other = await fakeSession(answer);
    const own: SpanMessage[] = [];
    session.asked.length = 0;
    process.serve({ ...other, onSpan: (span) => own.push(span), onLine: () => undefined });
    expect(await call('image', { file: 'File@7' })).toBe('Container@9');
    await call('many', { tags: [] });
    expect(other.asked.join('\n')).toContain('withFile');
    expect(session.asked).toEqual([]);
    expect(own.map(({ name }) => name)).toEqual(['many', 'many']);
    process.serve({ ...session, onSpan: (span) => spans.push(span), onLine: () => undefined });
    await call('image', { file: 'File@7' });
    expect(session.asked.join('\n')).toContain('withFile');
  });

  test('run side by side in one process', async () => {
    const greetings = await Promise.all(['a', 'b', 'c'].map((name) => call('greet', { name })));
    expect(greetings).toEqual(['hello a  HIGH', 'hello b  HIGH', 'hello c  HIGH']);
  });
});

test('a process that is ended rejects what waits, and what comes after', async () => {
  await using session = await fakeSession(answer);
  const process = new ModuleProcess({ config, files: sources.files, module, scratch: folder.path });
  process.serve({ ...session, onSpan: () => undefined, onLine: () => undefined });
  const waiting = process.call({ object: 'Sample', function: 'gates', state: {}, arguments: {} });
  const rejected = expect(waiting).rejects.toThrow("the module's process ended with SIGKILL");
  await process.close();
  await rejected;
  await expect(
    process.call({ object: 'Sample', function: 'gates', state: {}, arguments: {} }),
  ).rejects.toThrow("the module's process has ended");
});

const execExtensions = { _type: 'EXEC_ERROR', cmd: ['false'], exitCode: 7, stdout: 'out', stderr: 'err' };

/** The API as far as the fixture asks it. */
function answer(document: string): unknown {
  if (document.includes('withExec')) {
    return { data: null, errors: [{ message: 'it exited', extensions: execExtensions }] };
  }
  if (document.includes('withFile')) {
    return { data: { container: { from: { withFile: { id: 'Container@9' } } } } };
  }
  if (document.includes('sync')) return { data: { node: { sync: 'Directory@1' } } };
  return { data: { node: { id: /id: "(?<id>[^"]+)"/.exec(document)?.groups?.['id'] } } };
}
