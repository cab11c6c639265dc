import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from './folders.ts';
import { ask } from './people.ts';
import { mainFile, startProcess } from './process.ts';
import { readEvents } from './sse.ts';
import { stored, underLoad } from './under-load.ts';

describe('the process', () => {
  it('needs only a data folder, logs where its parts are, and does not log its secret', async () => {
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
    const { status, stderr } = spawnSync(process.execPath, [mainFile], {
      env: { PORT: 'x' },
      encoding: 'utf8',
    });
    expect(stderr).toContain('PORT');
    expect(status).toBe(1);
  });

  it('refuses a folder in use by another process, and takes it after that was killed', async () => {
    const data = folder();
    const first = await startProcess({ DATA_DIR: data });
    await expect(startProcess({ DATA_DIR: data })).rejects.toThrow(
      `in use by process ${String(first.child.pid)}`,
    );
    await first.end('SIGKILL');
    const second = await startProcess({ DATA_DIR: data });
    expect(await second.end()).toBe(0);
  });

  it('loses no acknowledged message when it is killed with -9 under load', async () => {
    const data = folder();
    const { acknowledged, bob, service } = await underLoad(data);
    await service.end('SIGKILL');
    const sent = await acknowledged();
    const messages = await stored(data, bob);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    const found = new Map(messages.map(({ content, seq }) => [content, seq]));
    expect([...sent].filter(([content, seq]) => found.get(content) !== seq)).toEqual([]);
  });

  it('shuts down gracefully at SIGTERM under load: streams get bye, and acknowledged messages are stored', async () => {
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
});
