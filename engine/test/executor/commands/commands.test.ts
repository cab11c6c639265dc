import { ExecError, ReturnType } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, containersOf, inSession, testCache } from '../../support/session.ts';
import { eventually } from '../../support/eventually.ts';

needs(base);

const sh = (script: string): string[] => ['/bin/sh', '-c', script];

describe('a command', () => {
  it('answers its output and exit code, and leaves its files', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const ran = client.container().from(base).withExec(sh('echo out; echo err >&2; echo kept > /kept'));
      expect(await Promise.all([ran.stdout(), ran.stderr(), ran.exitCode()])).toEqual(['out\n', 'err\n', 0]);
      expect(await ran.file('/kept').contents()).toBe('kept\n');
      expect(await ran.exists('/kept')).toBe(true);
      expect(await ran.exists('/nothing')).toBe(false);
    });
  });

  it('that fails is an ExecError with all that is known of it', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const failing = client.container().from(base).withExec(sh('echo out; echo err >&2; exit 3'));
      const error: unknown = await failing.stdout().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ExecError);
      expect(error).toMatchObject({
        cmd: sh('echo out; echo err >&2; exit 3'),
        exitCode: 3,
        stdout: 'out\n',
        stderr: 'err\n',
      });
      expect(String(error)).toContain('did not complete successfully: exit code: 3');
    });
  });

  it('ends well or badly as ReturnType says', async () => {
    const { Success, Failure, Any } = ReturnType;
    const rules: readonly (readonly [ReturnType, number, boolean])[] = [
      [Success, 0, true],
      [Success, 1, false],
      [Failure, 0, false],
      [Failure, 7, true],
      [Any, 0, true],
      [Any, 127, true],
      [Any, 200, true],
    ];
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const judged = rules.map(async ([expected, code, fine]) => {
        const ran = client
          .container()
          .from(base)
          .withExec(sh(`exit ${code}`), { expect: expected });
        const answer: unknown = await ran.exitCode().catch((error: unknown) => error);
        if (fine) expect(answer, `${expected} ${code}`).toBe(code);
        else expect(answer, `${expected} ${code}`).toBeInstanceOf(ExecError);
      });
      await Promise.all(judged);
    });
  });

  it('that is not there ends with 127, one that is no program with 126', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client.container().from(base);
      const ends = [true, false].flatMap((noInit) =>
        ['no-such-program', '/etc/passwd'].map((program) =>
          container.withExec([program], { expect: ReturnType.Any, noInit }).exitCode(),
        ),
      );
      expect(await Promise.all(ends)).toEqual([127, 126, 127, 126]);
    });
  });

  it('that a signal ends is an error even where any code will do', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const ended = client.container().from(base).withExec(sh('kill -9 $$'), { expect: ReturnType.Any });
      await expect(ended.exitCode()).rejects.toThrow('exit code: 137 (ended by SIGKILL)');
    });
  });

  it('that runs out of memory says so', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      // Waits until the test has taken its memory away.
      const script = 'while ! test -e /go; do sleep 0.05; done; exec node -e "Buffer.alloc(4e8, 1)"';
      const running = client
        .container()
        .from(base)
        .withExec(sh(script), { expect: ReturnType.Any })
        .sync()
        .catch((reason: unknown) => reason);
      const [info] = await eventually(async () => {
        const found = await containersOf(cache);
        return found.some(({ State }) => State === 'running') ? found : undefined;
      });
      const handle = new Dockerode().getContainer(info?.Id ?? '');
      await handle.update({ Memory: 64 * 2 ** 20, MemorySwap: 64 * 2 ** 20 });
      const go = await handle.exec({ Cmd: ['touch', '/go'] });
      await go.start({});
      expect(String(await running)).toContain('out of memory');
    });
  });

  it('reads its standard input, and its output can go to files', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client.container().from(base).withWorkdir('/place');
      const given = ['a\nb', ''];
      const read = given.map((stdin) => container.withExec(['cat'], { stdin }).stdout());
      expect(await Promise.all(read)).toEqual(given);
      const redirected = container.withExec(sh('echo out; echo err >&2'), {
        redirectStdout: 'out.txt',
        redirectStderr: '/err.txt',
      });
      expect(await redirected.file('out.txt').contents()).toBe('out\n');
      expect(await redirected.withExec(['cat', '/err.txt', '/place/out.txt']).stdout()).toBe('err\nout\n');
    });
  });

  it('may print a lot', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const script = 'head -c 8000000 /dev/zero | tr "\\0" x; echo; echo end';
      const out = await client.container().from(base).withExec(sh(script)).stdout();
      expect(out.length).toBe(8_000_005);
      expect(out.endsWith('x\nend\n')).toBe(true);
    });
  });

  it('runs as, where and with what was set', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const ran = client
        .container()
        .from(base)
        .withUser('node')
        .withWorkdir('/made/by/it')
        .withEnvVariable('GREETING', "it's $HOME")
        .withVolatileVariable('RUN', '7')
        .withExec(sh('id -un; pwd; echo "$GREETING $RUN"'));
      expect(await ran.stdout()).toBe("node\n/made/by/it\nit's $HOME 7\n");
      expect(await ran.user()).toBe('node');
      expect(await ran.envVariable('GREETING')).toBe("it's $HOME");
      expect(await ran.envVariable('RUN')).toBeNull();
    });
  });
});
