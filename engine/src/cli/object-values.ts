import { resolve } from 'node:path';
import type { ArgumentType } from '../module/types.ts';
import { cliName } from './names.ts';
import type { PlannedValue, SecretSource } from './plan-types.ts';
import { UsageError, wrongValue } from './usage-error.ts';

/** Reads the address of an object: the path of a file, the source of a secret, the port of a service. @throws {UsageError} */
export function objectValue(
  workdir: string,
  argument: ArgumentType,
  name: string,
  text: string,
): PlannedValue {
  switch (name) {
    case 'Directory':
      return { kind: 'directory', path: localPath(argument, workdir, text), ignore: argument.ignore };
    case 'File':
      return { kind: 'file', path: localPath(argument, workdir, text) };
    case 'Secret':
      return { kind: 'secret', source: secretSource(argument, workdir, text) };
    case 'Service':
      return serviceAddress(argument, text);
    case 'Container':
      return { kind: 'container', address: text };
    case 'Socket':
      return { kind: 'socket', path: localPath(argument, workdir, text) };
    default:
      throw new UsageError(
        `--${cliName(argument.name)} takes a ${name}, which the command line cannot make`,
        'Leave it out, or call the function from code.',
      );
  }
}

function localPath(argument: ArgumentType, workdir: string, text: string): string {
  if (text === '' || /^\w+:\/\/|^git@/.test(text)) {
    throw wrongValue(
      argument,
      text,
      'a path of this machine',
      'Fetch it first; only local paths are supported here.',
    );
  }
  return resolve(workdir, text);
}

/** The message does not repeat the text: it may be the secret itself. */
function secretSource(argument: ArgumentType, workdir: string, text: string): SecretSource {
  const parts = /^(?<scheme>env|file|cmd):(?:\/\/)?(?<from>.+)$/s.exec(text)?.groups;
  const scheme = parts?.['scheme'];
  const from = parts?.['from'] ?? '';
  if (scheme === 'env' || scheme === 'cmd') return { scheme, from };
  if (scheme === 'file') return { scheme, from: resolve(workdir, from) };
  const flag = `--${cliName(argument.name)}`;
  throw new UsageError(
    `${flag}: expected env:NAME, file:PATH or cmd:COMMAND; a secret is never given in plain text`,
    `Write ${flag} env:NAME.`,
  );
}

function serviceAddress(argument: ArgumentType, text: string): PlannedValue {
  const parts = /^tcp:\/\/(?<host>\[[^\]]+\]|[^:/]+):(?<port>\d{1,5})$/.exec(text)?.groups;
  const port = Number(parts?.['port']);
  if (parts?.['host'] === undefined || !(port >= 1 && port <= 65535)) {
    throw wrongValue(argument, text, 'tcp://HOST:PORT', 'As in tcp://localhost:5432.');
  }
  return { kind: 'service', host: parts['host'], port };
}
