/* Runs in a container of the service, by its own Node: what the process is confined by, what it answers, whom it can reach. */
/* global AbortSignal, console, fetch, process */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** A field of proc_pid_status(5). */
const statusOf = (text, name) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? '';

function confinement() {
  const status = readFileSync('/proc/1/status', 'utf8');
  const root = readFileSync('/proc/1/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .findLast((fields) => fields[4] === '/');
  return {
    ...{
      uid: Number(/^Uid:\s*\d+\s+(\d+)/m.exec(status)?.[1]),
      seccomp: Number(statusOf(status, 'Seccomp')),
    },
    ...{
      effectiveCapabilities: statusOf(status, 'CapEff'),
      boundingCapabilities: statusOf(status, 'CapBnd'),
    },
    noNewPrivs: statusOf(status, 'NoNewPrivs') === '1',
    readOnlyRoot: root?.[5]?.split(',').includes('ro') ?? false,
  };
}

async function health({ port, healthPath }) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${healthPath}`, {
      signal: AbortSignal.timeout(3000),
    });
    const { revision } = await answer.json();
    return typeof revision === 'string' ? revision : { unobserved: 'its health names no revision' };
  } catch (error) {
    return { unobserved: `its health could not be asked: ${error.cause?.code ?? error.message}` };
  }
}

/** `connected` or `refused`, for a host and port; null when nothing is asked. */
function attempt(target) {
  if (!target) return null;
  return new Promise((resolve) => {
    const socket = connect(target).setTimeout(2000);
    const end = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket
      .on('connect', () => end('connected'))
      .on('error', () => end('refused'))
      .on('timeout', () => end('refused'));
  });
}

const asked = JSON.parse(process.argv[1]);
void Promise.all([asked.health ? health(asked) : null, attempt(asked.connect)]).then(
  ([revision, connection]) => console.log(JSON.stringify({ revision, connection, process: confinement() })),
);
