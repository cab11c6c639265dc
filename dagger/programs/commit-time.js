/**
 * Prints when a commit was made: its committer's time, RFC 3339 in UTC. Reads a repository's objects alone, as there is
 * no git beside Node; where they do not have the commit it prints nothing. Loose objects stand where
 * gitrepository-layout(5) says, packed ones as gitformat-pack(5) describes: https://git-scm.com/docs/gitformat-pack
 *
 * Usage: node commit-time.mjs .git/objects COMMIT
 */
/* global Buffer, console, process */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

const [objects, commit] = process.argv.slice(2);
const commitType = 1;
const offsetDelta = 6;
const referenceDelta = 7;

/** An object's type and content: a file of its own, or an entry of a pack; undefined where there is none. */
function find(name) {
  const path = join(objects, name.slice(0, 2), name.slice(2));
  return existsSync(path) ? looseObject(inflateSync(readFileSync(path))) : packedObject(name);
}

/** `TYPE SIZE\0CONTENT`. */
function looseObject(bytes) {
  const type = bytes.subarray(0, bytes.indexOf(' ')).toString();
  return { type: type === 'commit' ? commitType : type, content: bytes.subarray(bytes.indexOf(0) + 1) };
}

function packedObject(name) {
  const folder = join(objects, 'pack');
  const indexes = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.idx')) : [];
  for (const index of indexes) {
    const offset = withFile(join(folder, index), (read) => offsetIn(read, Buffer.from(name, 'hex')));
    if (offset === undefined) continue;
    const pack = join(folder, index.replace(/idx$/, 'pack'));
    return withFile(pack, (read) => entryAt(read, offset, name.length / 2));
  }
  return undefined;
}

/** Opens a file for reads at a position; packs may be larger than memory. */
function withFile(path, use) {
  const file = openSync(path);
  try {
    const { size } = fstatSync(file);
    return use((position, length) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - position)));
      readSync(file, bytes, 0, bytes.length, position);
      return bytes;
    });
  } finally {
    closeSync(file);
  }
}

/** Where a pack has an object, by its index of version 2: fan-out, names, checksums, offsets, large offsets. */
function offsetIn(read, name) {
  const head = read(0, 8 + 256 * 4);
  if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
  const upTo = (byte) => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
  const [first, end, count] = [upTo(name[0] - 1), upTo(name[0]), upTo(255)];
  const names = read(head.length + first * name.length, (end - first) * name.length);
  const found = Array.from({ length: end - first }, (_, n) => n).find((n) =>
    names.subarray(n * name.length, (n + 1) * name.length).equals(name),
  );
  if (found === undefined) return undefined;
  const offsets = head.length + count * (name.length + 4);
  const offset = read(offsets + (first + found) * 4, 4).readUInt32BE();
  if (offset < 0x80000000) return offset;
  return Number(read(offsets + count * 4 + (offset - 0x80000000) * 8, 8).readBigUInt64BE());
}

/** An entry of a pack; a delta is laid over what it is based on, in this pack or by name. */
function entryAt(read, offset, nameLength) {
  const head = read(offset, 64);
  const { type, size, length } = entryHead(head);
  if (type === referenceDelta) {
    const base = find(head.subarray(length, length + nameLength).toString('hex'));
    return base && patched(base, inflated(read, offset + length + nameLength, size));
  }
  if (type !== offsetDelta) return { type, content: inflated(read, offset + length, size) };
  const back = distance(head, length);
  return patched(entryAt(read, offset - back.value, nameLength), inflated(read, offset + back.end, size));
}

/** Three bits of type, and a size in groups of four and then seven bits, the lowest first. */
function entryHead(bytes) {
  const type = (bytes[0] >> 4) & 7;
  let size = bytes[0] & 15;
  let length = 1;
  for (let scale = 16; bytes[length - 1] & 0x80; scale *= 128, length += 1) {
    size += (bytes[length] & 0x7f) * scale;
  }
  return { type, size, length };
}

/** How far before a delta its base stands: groups of seven bits, the highest first, each but the last one less. */
function distance(bytes, start) {
  let end = start;
  let value = bytes[end] & 0x7f;
  while (bytes[end] & 0x80) {
    end += 1;
    value = (value + 1) * 128 + (bytes[end] & 0x7f);
  }
  return { value, end: end + 1 };
}

/** A pack does not say how long the compressed bytes are; what cannot be compressed grows a little. */
function inflated(read, position, size) {
  return inflateSync(read(position, size + (size >> 3) + 1024));
}

/** Two sizes, then pieces: copied from the base by offset and length, or written out. */
function patched(base, delta) {
  let at = 0;
  const next = () => delta[at++];
  const skipSize = () => {
    while (next() & 0x80);
  };
  const number = (flags, count) => {
    let value = 0;
    for (let n = 0; n < count; n += 1) if (flags & (1 << n)) value += next() * 2 ** (8 * n);
    return value;
  };
  skipSize();
  skipSize();
  const pieces = [];
  while (at < delta.length) {
    const instruction = next();
    if (instruction & 0x80) {
      const offset = number(instruction, 4);
      const length = number(instruction >> 4, 3) || 0x10000;
      pieces.push(base.content.subarray(offset, offset + length));
    } else {
      pieces.push(delta.subarray(at, at + instruction));
      at += instruction;
    }
  }
  return { type: base.type, content: Buffer.concat(pieces) };
}

/** `committer NAME <MAIL> SECONDS ZONE`, a line of the commit's head. */
function committedAt({ type, content }) {
  const [head = ''] = type === commitType ? content.toString().split('\n\n') : [];
  const seconds = /^committer .*> (\d+) [+-]\d{4}$/m.exec(head)?.[1];
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toISOString();
}

const found = find(commit);
const time = found && committedAt(found);
if (time !== undefined) console.log(time);
