import type { ArgumentType, Catalog, TypeRef } from '../module/types.ts';
import { cliName } from './names.ts';
import { objectValue } from './object-values.ts';
import type { PlannedValue } from './plan-types.ts';
import { suggestion, UsageError, wrongValue } from './usage-error.ts';

/** The types and folder that the text of a flag is read with. */
export interface FlagContext {
  readonly catalog: Catalog;
  /** Absolute path of the folder that relative paths start from. */
  readonly workdir: string;
}

/**
 * Reads what a flag was given, as its argument's type says.
 *
 * @param texts Every text that the flag was given, at least one: several only mean something for a list.
 * @throws {UsageError} The text is no value of that type.
 */
export function flagValue(
  context: FlagContext,
  argument: ArgumentType,
  texts: readonly string[],
): PlannedValue {
  const { type } = argument;
  if (type.kind === 'list') {
    // A comma may well stand in a command that prints a secret.
    const splits = !(type.of.kind === 'object' && type.of.name === 'Secret');
    const parts = texts.flatMap((text) => (splits ? text.split(',') : [text])).filter((part) => part !== '');
    return { kind: 'list', items: parts.map((part) => singleValue(context, argument, type.of, part)) };
  }
  const [text = '', ...others] = texts;
  if (others.length > 0) {
    throw new UsageError(
      `--${cliName(argument.name)} was given ${texts.length} times, expected once`,
      'Leave one of them out.',
    );
  }
  return singleValue(context, argument, type, text);
}

function singleValue(
  context: FlagContext,
  argument: ArgumentType,
  type: TypeRef,
  text: string,
): PlannedValue {
  switch (type.kind) {
    case 'string':
    case 'scalar':
      return { kind: 'data', value: text };
    case 'int':
      return numberValue(argument, text, 'a whole number', /^[+-]?\d+$/);
    case 'float':
      return numberValue(argument, text, 'a number', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
    case 'boolean':
      return booleanValue(argument, text);
    case 'enum':
      return enumValue(context.catalog, argument, type.name, text);
    case 'input':
      return inputValue(argument, type.name, text);
    case 'object':
      return objectValue(context.workdir, argument, type.name, text);
    case 'void':
    case 'list':
      throw new UsageError(
        `--${cliName(argument.name)} has a type that the command line cannot give`,
        'Leave it out.',
      );
  }
}

function numberValue(argument: ArgumentType, text: string, expected: string, shape: RegExp): PlannedValue {
  if (!shape.test(text)) {
    throw wrongValue(argument, text, expected, `Write it as --${cliName(argument.name)}=3.`);
  }
  return { kind: 'data', value: Number(text) };
}

function booleanValue(argument: ArgumentType, text: string): PlannedValue {
  if (text !== 'true' && text !== 'false') {
    const flag = `--${cliName(argument.name)}`;
    throw wrongValue(argument, text, 'true or false', `Write ${flag} or ${flag}=false.`);
  }
  return { kind: 'data', value: text === 'true' };
}

function enumValue(catalog: Catalog, argument: ArgumentType, name: string, text: string): PlannedValue {
  const members = catalog.enumMembers(name) ?? [];
  const found =
    members.find((member) => member.name === text) ?? members.find((member) => member.value === text);
  if (found === undefined) {
    const names = members.map((member) => member.name);
    const next = `${suggestion(text, names)}Give one of these.`;
    throw wrongValue(argument, text, `one of ${names.join(', ')}`, next);
  }
  return { kind: 'data', value: found.name };
}

/** The one input object that Dagger's command line knows how to write. */
function inputValue(argument: ArgumentType, name: string, text: string): PlannedValue {
  const ports = /^(?:(?<frontend>\d+):)?(?<backend>\d+)(?:\/(?<protocol>tcp|udp))?$/i.exec(text)?.groups;
  if (name !== 'PortForward' || ports === undefined) {
    throw wrongValue(
      argument,
      text,
      name === 'PortForward' ? 'FRONTEND:BACKEND' : `a ${name}`,
      'As in 8000:8000.',
    );
  }
  const backend = Number(ports['backend']);
  const frontend = ports['frontend'] === undefined ? backend : Number(ports['frontend']);
  const protocol = (ports['protocol'] ?? 'tcp').toUpperCase();
  return { kind: 'data', value: { frontend, backend, protocol } };
}
