/**
 * Takes a kind cluster off Docker, and ends well only when nothing of it is left.
 *
 * Usage: node remove.js NAME
 */
/* global process */
import { say } from './command.js';
import { removeKind } from './kind.js';

try {
  await removeKind(process.argv[2]);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
