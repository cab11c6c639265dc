// @ts-check
/**
 * Stands before a service: asks a path of it until that answers 200, and only then takes connections on the same port and
 * passes them on. What waits for the port so waits for the path. It ends with 1 where the path never answers 200.
 *
 * Usage: node gatekeeper.js '{"name": "web", "host": "service", "port": 8080, "path": "/health", "seconds": 50}'
 */
/* global AbortSignal, fetch, process */
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const pauseMs = 200;
const answerMs = 5000;

/**
 * The status of an answer, or why there is none.
 * @param {string} url
 */
async function ask(url) {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
    await answer.body?.cancel();
    return String(answer.status);
  } catch (error) {
    const { cause = error } = error instanceof Error ? error : {};
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** @type {{ name: string, host: string, port: number, path: string, seconds: number, listen?: string }} */
const { name, host, port, path, seconds, listen = '0.0.0.0' } = JSON.parse(process.argv[2] ?? '');
const deadline = Date.now() + seconds * 1000;
let said = await ask(`http://${host}:${String(port)}${path}`);
while (said !== '200' && Date.now() < deadline) {
  await pause(pauseMs);
  said = await ask(`http://${host}:${String(port)}${path}`);
}
if (said !== '200') {
  process.stderr.write(
    `the service ${name} is not ready: ${path} on port ${String(port)} did not answer 200 in ${String(seconds)} s, the last was: ${said}\n`,
  );
  process.exit(1);
}
createServer((client) => {
  const service = connect(port, host);
  client.pipe(service).pipe(client);
  client.on('error', () => service.destroy());
  service.on('error', () => client.destroy());
}).listen(port, listen);
