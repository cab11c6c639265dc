import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { order } from '../../dagger/src/gates/order.ts';
import { callProcess, type Ended } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { MortalDocker } from '../support/mortal-docker.ts';
import { needs } from '../support/images.ts';

needs('node');

const gates = ['lint', 'test', 'image', 'smoke'];
/** Every gate that there is. */
const everyGate = order.map(({ gate }) => gate);
const nothing = { DOCKER_HOST: 'unix:///nothing/docker.sock' };

/** A project that no run has seen: what an earlier one found out about its source would be answered again. */
function unseenGreeter(): Greeter {
  return new Greeter().write('src/run.ts', `export const run = '${crypto.randomUUID()}';\n`);
}

/** How each gate ended and why, by the table that a run prints. */
function outcomes({ stdout, stderr }: Ended): Record<string, string> {
  const rows = `${stdout}\n${stderr}`.matchAll(
    /^\s*([a-z-]+) +(passed|failed|unavailable) +(?:[\d.]+ s)? +(.*)$/gm,
  );
  return Object.fromEntries(
    [...rows].map(([, gate = '', outcome = '', why = '']) => [gate, `${outcome}: ${why}`]),
  );
}

describe('where no Docker daemon answers', () => {
  it('ci is unavailable, and so is every gate, for that reason', async () => {
    const configuration = {
      project: 'greeter',
      gates: everyGate,
      codeqlLicenceAcknowledged: true,
      licences: { allowed: ['MIT'] },
    };
    using project = new Greeter().write('pipeline.json', JSON.stringify(configuration));
    const ended = await callProcess(nothing, ...project.arguments, 'ci');
    const why = expect.stringMatching(/^unavailable: .*no Docker daemon answers/) as unknown;
    expect(outcomes(ended)).toEqual(Object.fromEntries(everyGate.map((gate) => [gate, why])));
    expect(ended.exitCode).toBe(3);
  });

  it.each(['lint', 'smoke'])('%s alone is unavailable, as it is in ci', async (gate) => {
    using project = unseenGreeter();
    const ended = await callProcess(nothing, ...project.arguments, gate);
    expect(ended.stderr).toMatch(new RegExp(`${gate}: unavailable: .*no Docker daemon answers`));
    expect(ended.exitCode).toBe(3);
  });

  it('report has a verdict and a page of it', async () => {
    using project = new Greeter();
    const folder = mkdtempSync(join(tmpdir(), 'report-'));
    try {
      const ended = await callProcess(nothing, ...project.arguments, 'report', 'export', '--path', folder);
      expect(ended.exitCode).toBe(0);
      const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
      expect(JSON.parse(read('verdict.json'))).toMatchObject({
        outcome: 'unavailable',
        exitCode: 3,
        images: [],
        gates: gates.map((gate) => ({ gate, outcome: 'unavailable' })),
      });
      expect(read('index.html')).toContain('no Docker daemon answers');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['deploy', ['deploy']],
    [
      'publish',
      ['with-registry', '--address', 'registry.invalid/app', '--signing-key', 'env:PATH', 'publish'],
    ],
  ] as const)('%s is unavailable, and not red', async (_, args) => {
    using project = new Greeter().withManifests();
    const ended = await callProcess(nothing, ...project.arguments, ...args);
    expect(ended.stderr).toContain('no Docker daemon answers');
    expect(ended.exitCode).toBe(3);
  });

  it('a gate that the caller would go without is no way around the source', async () => {
    using project = new Greeter();
    const allowed = gates.flatMap((gate) => ['--allow-unavailable', gate]);
    const ended = await callProcess(nothing, ...project.arguments, 'ci', ...allowed);
    expect(ended.exitCode).toBe(3);
  });

  it('what is wrong with the input is still told as that', async () => {
    using project = new Greeter().remove('Dockerfile');
    const ended = await callProcess(nothing, ...project.arguments, 'ci');
    expect(ended.stderr).toContain('Dockerfile');
    expect(ended.exitCode).toBe(2);
  });
});

describe('a Docker daemon that dies in mid-run', () => {
  it('leaves the gate that it was at unavailable, not red', async () => {
    using project = unseenGreeter();
    await using docker = await MortalDocker.start(/^POST \S*\/build\?/);
    const ended = await callProcess({ DOCKER_HOST: docker.host }, ...project.arguments, 'ci');
    expect(outcomes(ended)).toMatchObject({
      lint: expect.stringMatching(/^passed/) as unknown,
      image: expect.stringMatching(/^unavailable: the image could not be built/) as unknown,
      smoke: expect.stringMatching(/^unavailable/) as unknown,
    });
    expect(ended.exitCode).toBe(3);
  });
});
