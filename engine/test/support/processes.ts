import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { TestCache } from './session.ts';

const script = fileURLToPath(new URL('./second-process.ts', import.meta.url));

/** Starts another process with a session on a cache, that asks a GraphQL document. */
export function startOther({ folder, namespace }: TestCache, document: string): ChildProcess {
  return spawn(process.execPath, [script, folder, namespace, document], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What another process's session answers to a GraphQL document. */
export async function askOther(cache: TestCache, document: string): Promise<unknown> {
  const { stdout } = startOther(cache, document);
  if (!stdout) throw new Error('the other process has no output');
  return z.json().parse(JSON.parse(await text(stdout)));
}
