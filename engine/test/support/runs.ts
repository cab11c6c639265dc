import { randomUUID } from 'node:crypto';
import type { Client, Container } from '@dagger.io/dagger';
import { base } from './session.ts';

/** A command that leaves a line for each time that it really runs, in a cache volume that is no part of its result. */
export const counted = (command: string): string[] => [
  '/bin/sh',
  '-c',
  `echo ran >> /count/runs; ${command}`,
];

/** A command with another output each time that it runs, which is in the file /told as well; then something else. */
export const telling = (end = ''): string[] => [
  '/bin/sh',
  '-c',
  `cat /proc/sys/kernel/random/uuid > /told; cat /told; ${end}`,
];

/** A container in which {@link counted} commands may run. */
export function counting(client: Client): Container {
  return client.container().from(base).withMountedCache('/count', client.cacheVolume('count'));
}

/** How many counted commands have run so far. */
export async function runs(client: Client): Promise<number> {
  const lines = await counting(client)
    .withEnvVariable('ASKED', randomUUID())
    .withExec(['sh', '-c', 'cat /count/runs 2>/dev/null || true'])
    .stdout();
  return lines.split('\n').filter((line) => line === 'ran').length;
}
