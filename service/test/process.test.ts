import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, readAll, register, sendUntil } from './people.ts';
import { mainFile, startProcess } from './process.ts';
import { readEvents } from './sse.ts';
import { secret } from './world.ts';

const patience = { timeout: 20_000, interval: 20 };
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'messenger-'));
  folders.push(made);
  return made;
}

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

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
  return { service, bob, acknowledged };
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

  it('is backed up while it runs; the copy serves in its place', async () => {
    const data = folder();
    const { acknowledged, bob, service } = await underLoad(data);
    const copies = folder();
    const copy = join(copies, 'messenger.db');
    const before = script('backup.ts', [copy], { DATA_DIR: data });
    expect(before.stderr).toBe('');
    expect(before.stdout).toContain('copied');
    expect(script('backup.ts', [copy], { DATA_DIR: data }).status).toBe(1);
    expect(script('backup.ts', [], { DATA_DIR: data }).stderr).toContain('Usage');
    await acknowledged();
    await service.end();
    const restored = await startProcess({ DATA_DIR: copies, JWT_SECRET: secret });
    const answer = await ask(`${restored.url}/api/conversations`, {
      headers: { authorization: `Bearer ${bob.token}` },
    });
    expect(await answer.json()).toMatchObject({ data: [{ kind: 'direct' }] });
    expect(await restored.end()).toBe(0);
  });
});
