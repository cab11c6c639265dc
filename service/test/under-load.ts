import { pino } from 'pino';
import { expect, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import { startService } from '../src/service.ts';
import { patience } from './patience.ts';
import { ask, readAll, register, sendUntil } from './people.ts';
import { startProcess } from './process.ts';
import { secret } from './world.ts';

/** Two users of a service, with messages on their way from one to the other. */
export async function underLoad(data: string) {
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
  /** The messages acknowledged so far. */
  const before = () => new Map(load.acknowledged);
  return { service, ada, bob, acknowledged, before };
}

/** The messages that a service on this folder returns to one of the two; it runs in this process. */
export async function stored(data: string, person: Awaited<ReturnType<typeof register>>) {
  const env = { DATA_DIR: data, JWT_SECRET: secret, HOST: '127.0.0.1', PORT: '0', RATE_LIMIT_FACTOR: '0' };
  const service = await startService(readConfig(env), pino({ level: 'silent' }));
  const url = `http://127.0.0.1:${String(service.port)}`;
  const answer = await ask(`${url}/api/conversations`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const { data: list } = (await answer.json()) as { data: { id: string }[] };
  const messages = await readAll(url, person, list[0]?.id ?? '');
  await service.stop();
  return messages;
}
