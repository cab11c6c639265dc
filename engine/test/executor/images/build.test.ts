import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ExecError, type Client, type Directory } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache } from '../../support/session.ts';
import { smallStages } from '../../support/small.ts';

needs(base);

const dockerfile = `
ARG NODE=${base}
FROM \${NODE} AS build
ARG GREETING=none
WORKDIR /place
COPY . .
RUN cat /proc/sys/kernel/random/uuid > /run-id && echo "$GREETING" > /greeting

${smallStages}
FROM small AS final
COPY --from=build /greeting /greeting
COPY --from=build /run-id /run-id
COPY --from=build /place /place
COPY --from=${base} /etc/hostname /from-an-image
LABEL one="two words" empty=""
USER 1000:1000
EXPOSE 8000 9000/udp
VOLUME /data
STOPSIGNAL SIGINT
HEALTHCHECK --interval=7s CMD ["sh", "-c", "exit 0"]
ENTRYPOINT ["sh"]
CMD ["-c", "echo 1"]
`;

const source = (client: Client, text = dockerfile): Directory =>
  client
    .directory()
    .withNewFile('Dockerfile', text)
    .withNewFile('.dockerignore', '# notes\nnotes\n*.log\n!kept.log\n')
    .withNewFile('app.js', 'app')
    .withNewFile('notes/a', 'a')
    .withNewFile('gone.log', 'g')
    .withNewFile('kept.log', 'k');

describe('a Dockerfile', () => {
  it('is built with its bases, arguments, target and ignored files', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const buildArgs = [{ name: 'GREETING', value: 'hello' }];
      const built = source(client).dockerBuild({ buildArgs });
      expect(await built.file('/greeting').contents()).toBe('hello\n');
      const names = await built.directory('/place').entries();
      expect(names.sort()).toEqual(['.dockerignore', 'Dockerfile', 'app.js', 'kept.log']);
      expect(await built.user()).toBe('1000:1000');
      expect(await built.label('one')).toBe('two words');
      const target = source(client).dockerBuild({ target: 'build', buildArgs });
      expect(await target.workdir()).toBe('/place');
      expect(await target.file('/run-id').contents()).toBe(await built.file('/run-id').contents());
    });
  });

  it('is built once of one input, and again of another', async () => {
    await using cache = testCache();
    const ask = (directory: Directory): Promise<string> =>
      directory
        .dockerBuild({ buildArgs: [{ name: 'GREETING', value: cache.namespace }] })
        .file('/run-id')
        .contents();
    const first = await inSession(cache, (client) => ask(source(client)));
    await inSession(cache, async (client) => {
      expect(await ask(source(client))).toBe(first);
      // What is ignored does not count.
      expect(await ask(source(client).withNewFile('notes/a', 'changed'))).toBe(first);
      expect(await ask(source(client).withNewFile('app.js', 'changed'))).not.toBe(first);
    });
  });

  it('that fails tells the step and its output', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const failing = client
        .directory()
        .withNewFile('Dockerfile', `FROM ${base}\nRUN echo the reason >&2 && exit 3\n`);
      const error: unknown = await failing
        .dockerBuild()
        .sync()
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ExecError);
      const { stderr } = error as ExecError;
      expect(stderr).toContain('RUN echo the reason');
      expect(stderr).toContain('exit code: 3');
      expect((error as ExecError).exitCode).toBe(3);
      expect((error as ExecError).message).toContain('echo the reason >&2 && exit 3');
      await expect(client.directory().dockerBuild().sync()).rejects.toThrow(
        'there is no Dockerfile at Dockerfile',
      );
      const mistaken = client.directory().withNewFile('Dockerfile', `FROM ${base}\nCOPPY a b\n`);
      const mistake: unknown = await mistaken
        .dockerBuild()
        .sync()
        .catch((reason: unknown) => reason);
      expect(mistake).not.toBeInstanceOf(ExecError);
      expect(String(mistake)).toMatch(/could not be built: .*unknown instruction: COPPY/i);
      const unknown = client.directory().withNewFile('Dockerfile', 'FROM no-such-image:1.2.3\n');
      await expect(unknown.dockerBuild().sync()).rejects.toThrow('no-such-image:1.2.3');
    });
  });

  it('makes an image that is the same wherever it is loaded', async () => {
    await using cache = testCache();
    const docker = new Dockerode();
    const place = join(cache.folder, 'image.tar');
    await inSession(cache, (client) => source(client).dockerBuild().asTarball().export('image.tar'));
    const [, id = ''] = /(sha256:[0-9a-f]{64})/.exec(load(place)) ?? [];
    const { Config } = await docker.getImage(id).inspect();
    expect(Config).toMatchObject({
      User: '1000:1000',
      Labels: { one: 'two words', empty: '' },
      ExposedPorts: { '8000/tcp': {}, '9000/udp': {} },
      Volumes: { '/data': {} },
      Healthcheck: { Test: ['CMD', 'sh', '-c', 'exit 0'], Interval: 7_000_000_000 },
      Entrypoint: ['sh'],
      Cmd: ['-c', 'echo 1'],
    });
  });

  it('is the base of an image that has nothing of the runs on it', async () => {
    await using cache = testCache();
    const docker = new Dockerode();
    const place = join(cache.folder, 'image.tar');
    await inSession(cache, (client) =>
      source(client)
        .dockerBuild()
        .withUser('0')
        .withVolatileVariable('RUN', 'this one')
        .withExec(['-c', 'printf kept >/kept'], { useEntrypoint: true })
        .withUser('1000:1000')
        .withLabel('added', 'yes')
        .withNewFile('/late', 'late')
        .asTarball()
        .export('image.tar'),
    );
    const [, id = ''] = /(sha256:[0-9a-f]{64})/.exec(load(place)) ?? [];
    try {
      const { Config } = await docker.getImage(id).inspect();
      expect(Config.Labels).toMatchObject({ one: 'two words', empty: '', added: 'yes' });
      const ours = Object.keys(Config.Labels).filter((name) => name.startsWith(cache.namespace));
      expect(ours).toEqual([]);
      const names = Config.Env.map((variable) => variable.split('=')[0]);
      expect(names).toContain('PATH');
      expect(names).not.toContain('RUN');
      expect(names).not.toContain('GIT_SSL_CAINFO');
      expect(Config).toMatchObject({
        User: '1000:1000',
        Healthcheck: { Test: ['CMD', 'sh', '-c', 'exit 0'] },
        Cmd: ['-c', 'echo 1'],
      });
      const output = execFileSync('docker', ['run', '--rm', '--entrypoint', 'cat', id, '/kept', '/late']);
      expect(output.toString()).toBe('keptlate');
    } finally {
      await docker.getImage(id).remove({ force: true });
    }
  });
});

function load(file: string): string {
  return execFileSync('docker', ['load', '-i', file], { encoding: 'utf8' });
}
