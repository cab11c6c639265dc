/**
 * Deletes a kind cluster, and succeeds only if nothing of it is left.
 *
 * Usage: node remove.ts NAME
 */
import { messageOf } from '../shared/json.ts';
import { removeKind } from './kind/kind.ts';
import { say } from './run/command.ts';

try {
  await removeKind(process.argv[2] ?? '');
} catch (error) {
  say(messageOf(error));
  process.exitCode = 1;
}
