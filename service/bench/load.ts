import { connect, type Socket } from 'node:net';

/** The figures of a load. */
export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Responses with an unexpected status. */
  readonly wrong: number;
}

export interface Load {
  readonly port: number;
  /** The request with headers and body. */
  readonly request: Buffer;
  readonly status: number;
  readonly connections: number;
  readonly durationMs: number;
  /** Requests per second over all connections; without it, as many as possible. */
  readonly pace?: number;
}

/** Builds the bytes of a request. */
export function requestBytes(method: string, path: string, token: string, body?: unknown): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const head = [`${method} ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${token}`];
  if (body !== undefined)
    head.push('Content-Type: application/json', `Content-Length: ${String(Buffer.byteLength(text))}`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

const lengthOf = /\r\ncontent-length: (\d+)/i;

/** Removes one response from the front of the received bytes; undefined while it is incomplete. */
function takeAnswer(bytes: Buffer): { status: number; rest: Buffer } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end + 2);
  const length = Number(lengthOf.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(length)) throw new Error(`an answer without a length:\n${head}`);
  if (bytes.length < end + 4 + length) return undefined;
  return { status: Number(head.slice(9, 12)), rest: bytes.subarray(end + 4 + length) };
}

/**
 * Repeats one request on several connections for some time, each after the previous response. The client uses bare
 * sockets, because it shares the machine with the measured server.
 */
export async function runLoad({
  connections,
  durationMs,
  pace,
  port,
  request,
  status,
}: Load): Promise<Figures> {
  const times: number[] = [];
  let wrong = 0;
  const begun = performance.now();
  const gapMs = pace === undefined ? 0 : (connections / pace) * 1000;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      let bytes: Buffer = Buffer.alloc(0);
      let sent = 0;
      const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let slot = begun + Math.random() * gapMs;
      const sendNow = () => {
        // With a pace, time counts from the due time of a request, so that the delay of a slow server counts in full.
        sent = pace === undefined ? performance.now() : slot;
        slot += gapMs;
        socket.write(request);
      };
      const send = () => {
        if (pace === undefined) sendNow();
        else setTimeout(sendNow, Math.max(0, slot - performance.now()));
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (part) => {
        bytes = bytes.length === 0 ? part : Buffer.concat([bytes, part]);
        const answer = takeAnswer(bytes);
        if (!answer) return;
        bytes = answer.rest;
        const now = performance.now();
        times.push(now - sent);
        if (answer.status !== status) wrong += 1;
        if (now - begun < durationMs) send();
        else {
          socket.destroy();
          resolve();
        }
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { perSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), wrong };
}
