import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../src/main.ts');
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'messenger-'));
  folders.push(made);
  return made;
}

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

/** The service as a process of its own, from the moment when it listens. */
async function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    env: { ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const port = /"port":(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { child, lines, url: `http://127.0.0.1:${port}` };
  }
  throw new Error(`it never listened: ${lines.join('\n')}`);
}

describe('the process', () => {
  it('serves with nothing configured but a folder, and stops at SIGTERM with code 0', async () => {
    const data = folder();
    const { child, url } = await start({ DATA_DIR: data });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
  });

  it('keeps its secret and its data from one start to the next', async () => {
    const data = folder();
    const secrets = [];
    const statuses = [];
    for (let time = 0; time < 2; time += 1) {
      const { child, url } = await start({ DATA_DIR: data });
      const body = JSON.stringify({ username: 'ada', email: 'ada@example.org', password: 'correct horse' });
      const headers = { 'content-type': 'application/json' };
      statuses.push((await fetch(`${url}/api/auth/register`, { method: 'POST', body, headers })).status);
      child.kill('SIGTERM');
      await once(child, 'exit');
      secrets.push(readFileSync(join(data, 'secret'), 'utf8'));
    }
    expect(statuses).toEqual([201, 409]);
    expect(secrets[0]).toBe(secrets[1]);
  });

  it('names a wrong variable and does not start', async () => {
    const child = spawn(process.execPath, [main], {
      env: { PORT: 'x' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) lines.push(line);
    expect(lines.join('\n')).toContain('PORT');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
  });
});
