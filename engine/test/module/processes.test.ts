import { closeSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readModuleConfig } from '../../src/module/config.ts';
import { introspect } from '../../src/module/introspect.ts';
import { ModuleProcess } from '../../src/module/process.ts';
import { ModuleProcesses } from '../../src/module/processes.ts';
import type { SdkModule } from '../../src/module/sdk-shapes.ts';
import { readSources } from '../../src/module/sources.ts';
import { RecordStore } from '../../src/store/records.ts';
import { fakeSession, type FakeSession } from './fake-session.ts';
import { temporaryFolder } from '../support/temporary.ts';

const config = readModuleConfig(join(import.meta.dirname, 'fixtures', 'sample'));
const { files } = readSources(config.source);
const folder = temporaryFolder();
let module: SdkModule;
let session: FakeSession;

beforeAll(async () => {
  module = await introspect({
    config,
    sources: readSources(config.source),
    records: new RecordStore(folder.path),
  });
  session = await fakeSession(() => ({ data: {} }));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** A process that serves the session; it loads the module meanwhile. */
function started(): ModuleProcess {
  const process = new ModuleProcess({ config, files, module, scratch: folder.path });
  process.serve({ ...session, onSpan: () => undefined, onLine: () => undefined });
  return process;
}
const gates = { object: 'Sample', function: 'gates', state: {}, arguments: {} };
const none = (): never => {
  throw new Error('a new process was asked for');
};

test('a process that was kept is taken again, by one at a time, and only for the same code', async () => {
  const processes = new ModuleProcesses();
  const process = started();
  processes.keep('code', process);
  expect(() => processes.take('other code', none)).toThrow('a new process was asked for');
  expect(processes.take('code', none)).toBe(process);
  expect(() => processes.take('code', none)).toThrow('a new process was asked for');
  await process.close();
});

test('one that has ended meanwhile is not taken', async () => {
  const processes = new ModuleProcesses();
  const process = started();
  processes.keep('code', process);
  await process.close();
  expect(() => processes.take('code', none)).toThrow('a new process was asked for');
});

test('those that wait end with their keeper', async () => {
  const processes = new ModuleProcesses();
  const process = started();
  processes.keep('code', process);
  await processes.close();
  await expect(process.call(gates)).rejects.toThrow("the module's process has ended");
});

test('the module sees nothing of the caller’s environment but what any program needs', async () => {
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', 'a token');
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318');
  vi.stubEnv('LC_ALL', 'C.UTF-8');
  const process = started();
  vi.unstubAllEnvs();
  const names = await process.call({ ...gates, function: 'variables' });
  await process.close();
  expect(names).toEqual(expect.arrayContaining(['PATH', 'LC_ALL', 'NODE_COMPILE_CACHE']));
  expect(names).not.toEqual(expect.arrayContaining(['ACTIONS_RUNTIME_TOKEN']));
  expect(names).not.toEqual(expect.arrayContaining(['OTEL_EXPORTER_OTLP_ENDPOINT']));
});

test('a process with a call under way is not idle', async () => {
  const process = started();
  expect(process.idle).toBe(true);
  const call = process.call(gates);
  expect(process.idle).toBe(false);
  await call;
  expect(process.idle).toBe(true);
  await process.close();
  expect(process.idle).toBe(false);
});

test('a process whose module could not be loaded is not used again', async () => {
  const broken = join(folder.path, 'broken.ts');
  writeFileSync(broken, "throw new Error('no such module');\n");
  const process = new ModuleProcess({ config, files: [broken], module, scratch: folder.path });
  process.serve({ ...session, onSpan: () => undefined, onLine: () => undefined });
  await expect(process.call(gates)).rejects.toThrow('no such module');
  expect(process.idle).toBe(false);
  await process.close();
});

test('what processes load under is replaced, so that another that starts never reads half of it', async () => {
  const first = started();
  const before = openSync(join(folder.path, 'tsconfig.json'), 'r');
  const second = started();
  expect(fstatSync(before).nlink).toBe(0);
  closeSync(before);
  await Promise.all([first.close(), second.close()]);
});
