/**
 * Puts all that is in a folder under one commit, as `git init && git add --all && git commit` do: for images that have
 * no git. The commit has no time of its own, so that the same files make the same commit.
 *
 * Usage: node commit.mjs FOLDER
 */
/* global Buffer, process */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

const root = process.argv[2];
const repository = join(root, '.git');
const fileMode = 0o100644;
const treeMode = 0o40000;
const author = 'prove-gates <prove-gates@localhost> 0 +0000';

const sha1 = (bytes) => createHash('sha1').update(bytes).digest();

/** Stores an object, loose, and answers its name (gitrepository-layout). */
function store(kind, body) {
  const whole = Buffer.concat([Buffer.from(`${kind} ${body.length}\0`), body]);
  const name = sha1(whole);
  const [, folder, file] = /^(..)(.+)$/.exec(name.toString('hex'));
  mkdirSync(join(repository, 'objects', folder), { recursive: true });
  writeFileSync(join(repository, 'objects', folder, file), deflateSync(whole));
  return name;
}

/** Every file below a folder, stored; what the index holds. */
const staged = [];

function storeFile(path) {
  const content = readFileSync(join(root, path));
  const name = store('blob', content);
  staged.push({ path, name, size: content.length });
  return name;
}

/** Stores a folder. Its entries are in the order of their bytes, a folder's name as if it had a slash at its end. */
function storeTree(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== '.git')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory()
        ? { key: `${entry.name}/`, mode: treeMode, name: entry.name, object: storeTree(path) }
        : { key: entry.name, mode: fileMode, name: entry.name, object: storeFile(path) };
    })
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
    .map(({ mode, name, object }) => [Buffer.from(`${mode.toString(8)} ${name}\0`), object]);
  return store('tree', Buffer.concat(entries.flat()));
}

/** An entry of the index, version 2, that says nothing of the file on disk: git compares the content (gitformat-index). */
function indexEntry({ path, name, size }) {
  const fixed = Buffer.alloc(40);
  fixed.writeUInt32BE(fileMode, 24);
  fixed.writeUInt32BE(size, 36);
  const flags = Buffer.alloc(2);
  flags.writeUInt16BE(Math.min(Buffer.byteLength(path), 0xfff));
  const entry = Buffer.concat([fixed, name, flags, Buffer.from(path)]);
  return Buffer.concat([entry, Buffer.alloc(8 - (entry.length % 8))]);
}

function index() {
  const header = Buffer.from('DIRC\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(staged.length, 8);
  const sorted = staged.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const body = Buffer.concat([header, ...sorted.map(indexEntry)]);
  return Buffer.concat([body, sha1(body)]);
}

const tree = storeTree('').toString('hex');
const text = `tree ${tree}\nauthor ${author}\ncommitter ${author}\n\nEverything\n`;
const commit = store('commit', Buffer.from(text)).toString('hex');
mkdirSync(join(repository, 'refs/heads'), { recursive: true });
writeFileSync(join(repository, 'refs/heads/main'), `${commit}\n`);
writeFileSync(join(repository, 'HEAD'), 'ref: refs/heads/main\n');
writeFileSync(join(repository, 'config'), '[core]\n\trepositoryformatversion = 0\n\tfilemode = false\n');
writeFileSync(join(repository, 'index'), index());
