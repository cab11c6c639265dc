import { describe, expect, test } from 'vitest';
import { planCall } from '../../src/cli/plan.ts';
import type { CallPlan, HelpPlan } from '../../src/cli/plan-types.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { sampleCatalog, sampleTypes } from './sample-types.ts';

const context = {
  types: sampleTypes,
  catalog: sampleCatalog,
  workdir: '/home/me',
  folders: { root: '/repo/project', context: '/repo' },
};

function planned(line: string): CallPlan {
  const plan = planCall(context, line.split(' '));
  if (plan.kind !== 'call') throw new Error('this is a question for help');
  return plan;
}

function helped(line: string): HelpPlan {
  const plan = planCall(context, line === '' ? [] : line.split(' '));
  if (plan.kind !== 'help') throw new Error('this is a call');
  return plan;
}

/** The last step's arguments by name. */
function givenTo(plan: CallPlan): Record<string, unknown> {
  const last = plan.steps.at(-1)?.arguments ?? [];
  return Object.fromEntries(last.map(({ argument, value }) => [argument.name, value]));
}

function refusal(line: string): UsageError {
  try {
    planCall(context, line.split(' '));
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`not refused: ${line}`);
}

const data = (value: unknown) => ({ kind: 'data', value });

describe('a flag is read as its type says', () => {
  test.each([
    ['greet --name Bob', { name: data('Bob') }],
    ['greet --name=Bob --times-to-greet 3', { name: data('Bob'), timesToGreet: data(3) }],
    ['greet --name -5 --ratio -0.5', { name: data('-5'), ratio: data(-0.5) }],
    ['greet --loud --name Bob', { name: data('Bob'), loud: data(true) }],
    ['greet --loud=false --name Bob', { name: data('Bob'), loud: data(false) }],
    ['greet --name --help', { name: data('--help') }],
    ['pick --tags a,b --tags c', { tags: { kind: 'list', items: [data('a'), data('b'), data('c')] } }],
    ['pick --level Low', { level: data('Low') }],
    ['pick --level LOW', { level: data('Low') }],
    ['pick --file a/b.txt', { file: { kind: 'file', path: '/home/me/a/b.txt' } }],
    ['pick --token env:TOKEN', { token: { kind: 'secret', source: { scheme: 'env', from: 'TOKEN' } } }],
    ['pick --token env://TOKEN', { token: { kind: 'secret', source: { scheme: 'env', from: 'TOKEN' } } }],
    ['pick --token file:t', { token: { kind: 'secret', source: { scheme: 'file', from: '/home/me/t' } } }],
    ['pick --token cmd:a,b', { token: { kind: 'secret', source: { scheme: 'cmd', from: 'a,b' } } }],
    ['pick --db tcp://localhost:5432', { db: { kind: 'service', host: 'localhost', port: 5432 } }],
    ['pick --base node:24', { base: { kind: 'container', address: 'node:24' } }],
    [
      'image with-exec --args a,b --expect ANY',
      {
        args: { kind: 'list', items: [data('a'), data('b')] },
        expect: data('ANY'),
      },
    ],
    [
      'image with-file --path /x --source y',
      { path: data('/x'), source: { kind: 'file', path: '/home/me/y' } },
    ],
    [
      'serve up --ports 8000:80,9',
      {
        ports: {
          kind: 'list',
          items: [
            data({ backend: 80, frontend: 8000, protocol: 'TCP' }),
            data({ backend: 9, frontend: 9, protocol: 'TCP' }),
          ],
        },
      },
    ],
  ])('%s', (line, expected) => {
    expect(givenTo(planned(line))).toEqual(expected);
  });
});

describe('what is not given', () => {
  test('a contextual directory is loaded from the repository, without what is ignored', () => {
    expect(planned('greet --name Bob').construct).toMatchObject([
      { argument: { name: 'source' }, value: { kind: 'directory', path: '/repo', ignore: ['.git'] } },
    ]);
  });

  test('a directory that is given is ignored into as well', () => {
    expect(planned('--source . greet --name Bob').construct).toMatchObject([
      { value: { kind: 'directory', path: '/home/me', ignore: ['.git'] } },
    ]);
  });

  test('other defaults are left to the code', () => {
    expect(Object.keys(givenTo(planned('greet --name Bob')))).toEqual(['name']);
  });
});

describe('the chain', () => {
  test('goes on from what a function answers, into the core API', () => {
    const plan = planned('--threshold Low image with-exec --args ls stdout');
    expect(plan.steps.map(({ object, origin, function: { name } }) => [object, origin, name])).toEqual([
      ['Sample', 'module', 'image'],
      ['Container', 'core', 'withExec'],
      ['Container', 'core', 'stdout'],
    ]);
    expect(plan.returns).toEqual({ kind: 'string' });
  });

  test('asks each object of a list', () => {
    expect(planned('gates name').returns).toEqual({ kind: 'list', of: { kind: 'string' } });
  });

  test("takes a name as the code has it, and the command line's own flags anywhere", () => {
    expect(planned('image --verbose withExec --args ls -j').steps).toHaveLength(2);
  });
});

describe('help', () => {
  test.each([
    ['', []],
    ['--help', []],
    ['--threshold Low', []],
    ['greet --help', ['greet']],
    ['image with-exec -h stdout', ['image', 'with-exec']],
  ])('"%s"', (line, path) => {
    expect(helped(line).path).toEqual(path);
  });
});

describe('a wrong line is refused with what is wrong, what is expected, and what to do', () => {
  test.each([
    [
      'gret',
      'Sample has no function gret: expected one of greet, pick, image, serve, gates',
      'Did you mean greet?',
    ],
    ['xyzzy', 'Sample has no function xyzzy', '--help'],
    [
      'greet --nme Bob',
      'greet has no flag --nme: expected one of --name, --times-to-greet',
      'Did you mean --name?',
    ],
    ['--sorce . image', 'the module has no flag --sorce', 'Did you mean --source?'],
    ['image stdout --x', 'stdout has no flag --x: it has none', '--help'],
    ['greet', 'greet needs --name (Whom to greet.)', 'Add --name VALUE'],
    ['greet --name', '--name needs a value', '--name VALUE'],
    ['greet --name a --name b', '--name was given 2 times, expected once', 'Leave'],
    ['greet --name a --times-to-greet x', '--times-to-greet: expected a whole number, got "x"', '=3'],
    ['greet --name a --times-to-greet 1.5', 'expected a whole number, got "1.5"', '=3'],
    ['greet --name a --ratio x', '--ratio: expected a number', '=3'],
    ['greet --name a --loud=yes', '--loud: expected true or false, got "yes"', '--loud=false'],
    ['pick --level Hihg', '--level: expected one of Low, High, got "Hihg"', 'Did you mean High?'],
    ['pick --file https://x/y', '--file: expected a path of this machine', 'local'],
    ['pick --db localhost', '--db: expected tcp://HOST:PORT', 'tcp://localhost:5432'],
    ['pick --db tcp://h:70000', '--db: expected tcp://HOST:PORT', 'tcp://localhost:5432'],
    ['pick --ref main', '--ref takes a GitRef, which the command line cannot make', 'Leave it out'],
    ['serve up --ports web', '--ports: expected FRONTEND:BACKEND, got "web"', '8000:8000'],
    ['greet --name a stdout', 'greet returns a string: stdout cannot follow it', 'Leave stdout out'],
    ['image publish', 'Container has no function publish', '--help'],
  ])('%s', (line, message, next) => {
    const error = refusal(line);
    expect(error.message).toContain(message);
    expect(error.next).toContain(next);
  });

  test('a secret in clear is refused without being repeated', () => {
    const error = refusal('pick --token hunter2');
    expect(error.message).toContain('expected env:NAME, file:PATH or cmd:COMMAND');
    expect(`${error.message}${error.next}`).not.toContain('hunter2');
  });
});
