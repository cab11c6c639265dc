// What command-injection.yaml must leave alone.
import { exec, execSync, execFile, spawn } from 'node:child_process';

const BRANCH = 'main';
const PROGRAM = path.resolve('build/index.js');

app.post('/convert', async (c) => {
  const { file } = await c.req.json();
  // ok: command-injection-from-request
  execFile('convert', ['--', file, 'out.png'], done);
  // ok: command-injection-from-request
  spawn('sh', ['-c', 'grep -- "$1" log', 'sh', file]);
  // ok: command-injection-from-request
  const found = /^\w+$/.exec(file);
  return c.json({ found });
});

export function revision(commit: string): string {
  // ok: shell-command-built-from-parts
  execSync('git rev-parse HEAD');
  // ok: shell-command-built-from-parts
  execSync(`git fetch origin ${BRANCH}`);
  // ok: shell-command-built-from-parts
  execSync(`chmod +x "${PROGRAM}"`);
  // ok: shell-command-built-from-parts
  exec('npm ci && npm test', done);
  // ok: shell-command-built-from-parts
  db.exec(`create table ${BRANCH} (id text)`);
  // ok: shell-command-built-from-parts
  return execFileSync('git', ['describe', '--tags', `${commit}^{commit}`]).toString();
}
