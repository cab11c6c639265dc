import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { folder, ownName, ownVariable } from './folders.ts';

const root = join(import.meta.dirname, '../..');
const Package = z.object({ scripts: z.object({ start: z.string() }) });
const Line = z.looseObject({ msg: z.string() });

it('npm start logs where the page, the reference and the data are, and that it generated a secret', async () => {
  const { scripts } = Package.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const data = folder();
  // Like npm: by a shell, in the folder of package.json. `exec` lets the signal reach the service.
  const child = spawn('sh', ['-c', scripts.start.replace(' node ', ' exec node ')], {
    cwd: root,
    env: {
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      PORT: '0',
      DATA_DIR: data,
      [ownVariable]: ownName,
    },
  });
  const lines: z.infer<typeof Line>[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    lines.push(Line.parse(JSON.parse(text)));
    if (lines.at(-1)?.msg === 'listening') child.kill('SIGTERM');
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  const said = lines.find(({ msg }) => msg === 'listening');
  const url = `http://localhost:${String(said?.['port'])}`;
  expect(said).toMatchObject({ page: url, docs: `${url}/docs`, data });
  expect(lines.map(({ msg }) => msg)).toContain(`generated a secret for tokens in ${join(data, 'secret')}`);
});
