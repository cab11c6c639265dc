// @ts-check
/* Where processes of this container listen, as the kernel says it (proc(5), /proc/net/tcp). */
import { readFileSync } from 'node:fs';

/** The state of a socket that listens. */
const listens = '0A';

/** Address of Docker's own DNS server in containers on a user-defined network (Docker, "Networking", DNS services). */
const dockerDnsAddress = '127.0.0.11';

/**
 * @import { Listener } from '../../src/gates/smoke/parse.ts'
 */

/**
 * TCP sockets that listen, each once, lowest port first. Empty where the kernel does not say.
 * @returns {Listener[]}
 */
export function listening() {
  const all = [...socketsOf('/proc/net/tcp'), ...socketsOf('/proc/net/tcp6')].filter(
    ({ address }) => address !== dockerDnsAddress,
  );
  const unique = new Map(all.map((socket) => [`${socket.address} ${socket.port}`, socket]));
  return [...unique.values()].sort((one, other) => one.port - other.port);
}

/** @param {string} file */
function socketsOf(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return parseSockets(text);
}

/**
 * The sockets that listen in the text of such a file.
 * @param {string} text
 * @returns {Listener[]}
 */
export function parseSockets(text) {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listens)
    .map(([, local = '']) => {
      const [address = '', port = ''] = local.split(':');
      return { address: addressOf(address), port: Number.parseInt(port, 16) };
    });
}

/**
 * Four bytes at a time, each four in the byte order of the machine, which is little-endian wherever Node runs.
 * @param {string} hex
 */
function addressOf(hex) {
  const bytes = piecesOf(hex, 8).flatMap((word) => piecesOf(word, 2).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const isMapped = bytes.slice(0, 10).every((byte) => byte === '00') && bytes[10] === 'FF';
  if (isMapped)
    return bytes
      .slice(12)
      .map((byte) => Number.parseInt(byte, 16))
      .join('.');
  const pairs = piecesOf(bytes.join(''), 4).map((pair) => Number.parseInt(pair, 16).toString(16));
  if (pairs.every((pair) => pair === '0')) return '::';
  return pairs.slice(0, 7).every((pair) => pair === '0') ? `::${pairs[7] ?? ''}` : pairs.join(':');
}

/**
 * A text in pieces of one length.
 * @param {string} text
 * @param {number} length
 */
function piecesOf(text, length) {
  return Array.from({ length: Math.floor(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}
