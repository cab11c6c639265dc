/**
 * Prints the files of a source, as `{"files": [...], "binary": [...]}`: the paths of all, and of those whose beginning is no
 * text. Decides nothing.
 *
 * Usage: node files.ts FOLDER
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

import type { SourceFiles } from '../../src/project/files.ts';
import { filesBelow } from './files-below.js';

/** Number of bytes that decide whether a file is binary, as in Trivy (its sources, utils.IsBinary). */
const headBytes = 300;
const isControl = (byte: number): boolean =>
  byte < 7 || byte === 11 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32) || byte === 127;

function isBinary(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    const length = readSync(file, head);
    return head.subarray(0, length).some(isControl);
  } finally {
    closeSync(file);
  }
}

const [, , root = '.'] = process.argv;
const files = [...filesBelow(root)];
const binary = files.filter((path) => isBinary(join(root, path)));
process.stdout.write(JSON.stringify({ files, binary } satisfies SourceFiles));
