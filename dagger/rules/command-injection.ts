// What command-injection.yaml must flag. Deliberately wrong code: nothing here is run.
import { exec, execSync, execFile, spawn } from 'node:child_process';

app.post('/convert', async (c) => {
  const { file, tool } = await c.req.json();
  // ruleid: command-injection-from-request, shell-command-built-from-parts
  exec(`convert ${file} out.png`, done);
  // ruleid: command-injection-from-request
  execFile(tool, ['--version'], done);
  // ruleid: command-injection-from-request
  spawn('sh', ['-c', file]);
  // ruleid: command-injection-from-request
  spawn('ls', [file], { shell: true });
  return c.text('ok');
});

router.get('/ping', (req, res) => {
  // ruleid: command-injection-from-request, shell-command-built-from-parts
  child_process.exec('ping -c 1 ' + req.query.host, (err, out) => res.send({ out }));
});

export function tagOf(commit: string): string {
  // ruleid: shell-command-built-from-parts
  return execSync(`git describe --tags ${commit}`).toString();
}

export function archive(folder: string): void {
  const command = 'tar czf out.tgz ' + folder;
  // ruleid: shell-command-built-from-parts
  execSync(command);
  // ruleid: shell-command-built-from-parts
  spawn('sh', ['-c', `rm -rf ${folder}`]);
  const target = path.join('/srv', folder);
  // ruleid: shell-command-built-from-parts
  execSync(`chmod -R a+r ${target}`);
  // ruleid: shell-command-built-from-parts
  spawn(`rm -rf ${folder}`, { shell: true });
}
