import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { folder } from './folders.ts';
import { z } from 'zod';
import { ask, readAll, register, sendUntil } from './people.ts';
import { mainFile, startProcess } from './process.ts';
import { readEvents } from './sse.ts';
import { secret } from './world.ts';

const patience = { timeout: 20_000, interval: 20 };
const script = (name: string, args: readonly string[], env: Record<string, string>) =>
  spawnSync(process.execPath, [join(mainFile, '..', name), ...args], { env, encoding: 'utf8' });

/** Two people on a service, and messages from one to the other under way. */
async function underLoad(data: string) {
  const service = await startProcess({ DATA_DIR: data, JWT_SECRET: secret });
  const [ada, bob] = await Promise.all([register(service.url), register(service.url)]);
  let stopped = false;
  const load = { acknowledged: new Map<string, number>(), stopped: () => stopped };
  const sends = Array.from({ length: 4 }, () => sendUntil(service.url, ada, { receiver_id: bob.id }, load));
  await vi.waitFor(() => {
    expect(load.acknowledged.size).toBeGreaterThan(50);
  }, patience);
  const acknowledged = async () => {
    stopped = true;
    await Promise.all(sends);
    return load.acknowledged;
  };
  /** What is acknowledged by now. */
  const before = () => new Map(load.acknowledged);
  return { service, ada, bob, acknowledged, before };
}

/** What a service on this folder has, seen by one of the two. */
async function stored(data: string, person: Awaited<ReturnType<typeof register>>) {
  const service = await startProcess({ DATA_DIR: data, JWT_SECRET: secret });
  const answer = await ask(`${service.url}/api/conversations`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const { data: list } = (await answer.json()) as { data: { id: string }[] };
  const messages = await readAll(service.url, person, list[0]?.id ?? '');
  await service.end();
  return messages;
}

describe('the process', { timeout: 40_000 }, () => {
  it('serves with nothing configured but a folder, says where things are, and keeps its secret to itself', async () => {
    const data = folder();
    const service = await startProcess({ DATA_DIR: data });
    expect((await ask(`${service.url}/health`)).status).toBe(200);
    const { url } = service;
    const local = url.replace('127.0.0.1', 'localhost');
    const listening = service.said.map((line) => JSON.parse(line) as object).at(-1);
    expect(listening).toMatchObject({ msg: 'listening', page: local, docs: `${local}/docs`, data });
    for (const path of ['/', '/docs']) expect((await ask(`${url}${path}`)).status).toBe(200);
    expect(await service.end()).toBe(0);
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
  });

  it('names a wrong variable and does not start', () => {
    const { status, stderr } = script('main.ts', [], { PORT: 'x' });
    expect(stderr).toContain('PORT');
    expect(status).toBe(1);
  });

  it('refuses a folder that another process serves from, and takes it when that was killed', async () => {
    const data = folder();
    const first = await startProcess({ DATA_DIR: data });
    await expect(startProcess({ DATA_DIR: data })).rejects.toThrow(
      `in use by process ${String(first.child.pid)}`,
    );
    await first.end('SIGKILL');
    const second = await startProcess({ DATA_DIR: data });
    expect(await second.end()).toBe(0);
  });

  it('loses nothing that it acknowledged when it is killed with -9 under load', async () => {
    const data = folder();
    const { acknowledged, bob, service } = await underLoad(data);
    await service.end('SIGKILL');
    const sent = await acknowledged();
    const messages = await stored(data, bob);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    const found = new Map(messages.map(({ content, seq }) => [content, seq]));
    expect([...sent].filter(([content, seq]) => found.get(content) !== seq)).toEqual([]);
  });

  it('ends in order at SIGTERM under load: streams get bye, and what was acknowledged is there', async () => {
    const data = folder();
    const { acknowledged, bob, service } = await underLoad(data);
    const headers = { authorization: `Bearer ${bob.token}` };
    const events = readEvents(await ask(`${service.url}/api/events`, { headers }));
    await events.until('message');
    const ended = service.end('SIGTERM');
    await events.until('bye');
    expect(await ended).toBe(0);
    const sent = await acknowledged();
    const found = new Set((await stored(data, bob)).map(({ content }) => content));
    expect([...sent.keys()].filter((content) => !found.has(content))).toEqual([]);
  });

  it('is backed up while it runs; what was acknowledged before is in the copy', async () => {
    const data = folder();
    const { acknowledged, before, bob, service } = await underLoad(data);
    const copies = folder();
    const copy = join(copies, 'messenger.db');
    const sentBefore = before();
    const made = script('backup.ts', [copy], { DATA_DIR: data });
    expect(made.stderr).toBe('');
    expect(made.stdout).toContain('copied');
    expect(script('backup.ts', [copy], { DATA_DIR: data }).status).toBe(1);
    expect(script('backup.ts', [], { DATA_DIR: data }).stderr).toContain('Usage');
    const sent = await acknowledged();
    await service.end();
    const found = new Map((await stored(copies, bob)).map(({ content, seq }) => [content, seq]));
    expect(sentBefore.size).toBeGreaterThan(50);
    expect([...sentBefore].filter(([content, seq]) => found.get(content) !== seq)).toEqual([]);
    // And nothing that was never sent.
    expect([...found.keys()].filter((content) => !sent.has(content ?? '')).length).toBeLessThanOrEqual(4);
  });

  it('is restored as README says, also over what a killed process has left behind', async () => {
    const data = folder();
    const first = await underLoad(data);
    const sentBefore = first.before();
    const copy = join(folder(), 'copy.db');
    expect(script('backup.ts', [copy], { DATA_DIR: data }).status).toBe(0);
    await first.service.end('SIGKILL');
    await first.acknowledged();
    const leftovers = ['-wal', '-shm'].map((ending) => join(data, `messenger.db${ending}`));
    // The killed process has left its log: it would be written into the copy.
    expect(leftovers.map((file) => statSync(file).size > 0)).toEqual([true, true]);
    copyFileSync(copy, join(data, 'messenger.db'));
    for (const file of leftovers) rmSync(file);
    const found = (await stored(data, first.bob)).map(({ content }) => content);
    expect([...sentBefore.keys()].filter((content) => !found.includes(content))).toEqual([]);
    // What came after the copy is not there: this is the copy, and not what it was put over.
    const withSqlite = new DatabaseSync(copy, { readOnly: true });
    const { count } = z
      .object({ count: z.int() })
      .parse(withSqlite.prepare('SELECT count(*) AS count FROM messages').get());
    withSqlite.close();
    expect(found).toHaveLength(count);
  });
});
