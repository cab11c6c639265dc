import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { images } from '../../dagger/src/tools/images.ts';
import { readRules, rulesFolder } from '../../dagger/test/rules/read-rules.ts';
import { needs, toolImage } from '../support/images.ts';

needs('semgrep');

/** What `semgrep test --json` says of a rule: whether it flagged exactly the lines that its sample marks. */
const testSchema = z.object({
  results: z.record(
    z.string(),
    z.object({
      checks: z.record(
        z.string(),
        z.object({
          passed: z.boolean(),
          matches: z.record(z.string(), z.object({ expected_lines: z.array(z.number()) })),
        }),
      ),
    }),
  ),
  config_missing_tests: z.array(z.unknown()),
  config_with_errors: z.array(z.unknown()),
});

const scanSchema = z.object({
  results: z.array(z.object({ check_id: z.string(), path: z.string() })),
  errors: z.array(z.unknown()),
  paths: z.object({ scanned: z.array(z.string()) }),
});

let semgrep: string;

beforeAll(async () => {
  semgrep = await toolImage(images.semgrep);
});

/** Runs the module's own Semgrep on a folder of rules, without a network, and reads what it prints. */
async function run(folder: string, ...command: readonly string[]): Promise<unknown> {
  const quiet = ['-e', 'SEMGREP_SEND_METRICS=off', '-e', 'SEMGREP_ENABLE_VERSION_CHECK=0'];
  const container = ['run', '--rm', '--network', 'none', ...quiet, '-v', `${folder}:/rules:ro`, semgrep];
  // `test` ends with 1 when a rule fails, and has said which.
  const { stdout } = await promisify(execFile)('docker', [...container, 'semgrep', ...command], {
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => z.object({ code: z.literal(1), stdout: z.string() }).parse(error));
  return JSON.parse(stdout);
}

/** Rules by how they did on their own samples. */
async function tried(folder: string): Promise<{ right: readonly string[]; wrong: readonly string[] }> {
  const result = testSchema.parse(await run(folder, 'test', '--json', '/rules'));
  expect(result).toMatchObject({ config_missing_tests: [], config_with_errors: [] });
  const checks = Object.values(result.results).flatMap((file) => Object.entries(file.checks));
  const isRight = ({ passed, matches }: (typeof checks)[number][1]): boolean =>
    passed && Object.values(matches).some(({ expected_lines: lines }) => lines.length > 0);
  return {
    right: checks.filter(([, check]) => isRight(check)).map(([id]) => id),
    wrong: checks.filter(([, check]) => !isRight(check)).map(([id]) => id),
  };
}

/** What is flagged in the near misses, as `RULE in FILE`, and the files that were looked at. */
async function nearMisses(folder: string): Promise<{ flagged: readonly string[]; files: readonly string[] }> {
  const flags = ['--metrics=off', '--disable-version-check', '--no-git-ignore', '--json', '--quiet'];
  const { results, errors, paths } = scanSchema.parse(
    await run(folder, 'scan', '--config', '/rules', ...flags, '/rules/near-misses'),
  );
  expect(errors).toEqual([]);
  const nameOf = (path: string): string => path.split('/').at(-1) ?? '';
  return {
    flagged: results.map(({ check_id: id, path }) => `${id.split('.').at(-1) ?? ''} in ${nameOf(path)}`),
    files: paths.scanned.map(nameOf).sort(),
  };
}

/** The rules for one class in a folder of their own, to be changed. */
class Copy implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'rules-'));

  constructor(name: string) {
    const files = [`${name}.yaml`, `${name}.ts`, `near-misses/${name}.ts`];
    for (const file of files) cpSync(join(rulesFolder, file), join(this.folder, file));
  }

  replace(file: string, piece: string, by: string): this {
    const text = readFileSync(join(this.folder, file), 'utf8');
    if (!text.includes(piece)) throw new Error(`${file} has no ${piece}`);
    writeFileSync(join(this.folder, file), text.replaceAll(piece, by));
    return this;
  }

  append(file: string, text: string): this {
    appendFileSync(join(this.folder, file), text);
    return this;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

describe("the module's rules, by the module's own Semgrep,", () => {
  it('flag every line that they must flag, and no other of their samples', async () => {
    const { right, wrong } = await tried(rulesFolder);
    expect(wrong).toEqual([]);
    expect([...right].sort()).toEqual(
      readRules()
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('flag nothing in the near misses', async () => {
    const { flagged, files } = await nearMisses(rulesFolder);
    expect(flagged).toEqual([]);
    expect(files).toEqual(readdirSync(join(rulesFolder, 'near-misses')).sort());
  });
});

describe('that is not so any more', () => {
  it('when a rule stops flagging', async () => {
    using copy = new Copy('weak-cryptography').replace('weak-cryptography.yaml', 'md5', 'md6');
    expect((await tried(copy.folder)).wrong).not.toEqual([]);
  });

  it('when a rule flags a line that it must not', async () => {
    using copy = new Copy('weak-cryptography').append(
      'weak-cryptography.ts',
      "\n// ok: weak-hash\ncreateHash('md5');\n",
    );
    expect((await tried(copy.folder)).wrong).toEqual(['weak-hash']);
  });

  it('when a near miss is flagged', async () => {
    using copy = new Copy('weak-cryptography').append(
      'near-misses/weak-cryptography.ts',
      "\ncreateHash('md5');\n",
    );
    expect((await nearMisses(copy.folder)).flagged).toEqual(['weak-hash in weak-cryptography.ts']);
  });
});
