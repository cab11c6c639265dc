import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { secret } from './shared.ts';

/** A server in the comparison, and how to start it. */
export interface Contender {
  readonly name: string;
  /** The work of a request in this server. All use the same SQL, and respond after fsync. */
  readonly does: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const here = (file: string) => join(import.meta.dirname, file);
const node = process.execPath;
/** A Python with fastapi and uvicorn; BENCH_PYTHON replaces the default. */
const python = process.env['BENCH_PYTHON'] ?? 'python3';

const around = 'token, rate limits, request id, security headers, metrics, log level asked';

const inNode: readonly Contender[] = [
  {
    name: 'ours',
    does: `zod in; ${around}; also idempotency keys, events, problem+json, routes of the whole API`,
    command: node,
    // The flags of `npm start` and of the image.
    args: ['--max-semi-space-size=4', '--heap-growing-percent=20', here('../src/main.ts')],
  },
  {
    name: 'node:http',
    does: `checks by hand in; ${around}; the same store code`,
    command: node,
    args: [here('raw-server.ts')],
  },
  {
    name: 'Fastify 5',
    does: `ajv in, compiled serializers out (send, page); ${around}; the same store code`,
    command: node,
    args: [here('fastify-server.ts')],
  },
];

const fastApi: Contender = {
  name: 'FastAPI',
  does: 'pydantic in and out (send, page), token; none of the rest around it; the same SQL, a transaction for each send',
  command: python,
  args: [here('fastapi_server.py')],
};

/** The servers that can run here, ours first, and those that are missing. BENCH_SERVERS selects some, with commas. */
export function contenders(): { list: readonly Contender[]; missing: readonly string[] } {
  const wanted = process.env['BENCH_SERVERS']?.split(',');
  const asked = [...inNode, fastApi].filter(({ name }) => wanted?.includes(name) ?? true);
  const hasFastApi =
    !asked.includes(fastApi) || spawnSync(python, ['-c', 'import fastapi, uvicorn']).status === 0;
  const list = hasFastApi ? asked : asked.filter((contender) => contender !== fastApi);
  return {
    list,
    missing: hasFastApi ? [] : [`FastAPI: ${python} has no fastapi and uvicorn (BENCH_PYTHON names one)`],
  };
}

/** A running server with its memory and processor time. */
export interface Running {
  readonly port: number;
  memoryMb(): number;
  /** Processor time so far, in milliseconds; unlike elapsed time, other work does not change it. */
  cpuMs(): number;
  stop(): Promise<void>;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).then(
    () => !socket.destroyed && !socket.connecting,
    () => false,
  );
  socket.destroy();
  return connected;
}

/** Starts a contender on a copy of the store. */
export async function start(
  { args, command, env }: Contender,
  store: string,
  port: number,
): Promise<Running> {
  const child = spawn(command, [...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      // As in the image: without it the compiler that strips types stays in memory.
      NODE_COMPILE_CACHE: join(tmpdir(), 'messenger-compile-cache'),
      STORE: store,
      DATA_DIR: dirname(store),
      SECRET: secret,
      JWT_SECRET: secret,
      PORT: String(port),
      HOST: '127.0.0.1',
      // The limits are on, and too high to be reached.
      RATE_LIMIT_FACTOR: '1000',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const deadline = Date.now() + 20_000; !(await accepts(port)); await pause(50))
    if (Date.now() > deadline || child.exitCode !== null)
      throw new Error(`${command} ${args.join(' ')} does not listen`);
  return {
    port,
    memoryMb: () =>
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(child.pid)}/status`, 'utf8'))?.[1]) / 1024,
    cpuMs: () => {
      // proc(5): fields 14 and 15, in hundredths of a second; the name in front may hold spaces.
      const fields =
        readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
