import type { ArgumentType, Catalog, FunctionType, TypeRef } from '../module/types.ts';
import { engineFlags } from './engine-flags.ts';
import { cliName } from './names.ts';
import type { HelpPlan } from './plan-types.ts';

/** The words before the function's name. */
const program = 'npm run call --';

/**
 * The help of one level of the chain: what it does, its flags, and the functions that can follow.
 *
 * @param builtins Functions of the command line itself, shown at the first level.
 */
export function helpText(
  catalog: Catalog,
  { path, function: about }: HelpPlan,
  builtins: readonly Row[],
): string {
  const element = elementOf(about.returns);
  const following = element.kind === 'object' ? (catalog.object(element.name)?.functions ?? []) : [];
  const usage = [program, ...path, ...(about.arguments.length > 0 ? ['[flags]'] : [])];
  const sections = [
    about.description.trim(),
    section('Usage', [`${[...usage, ...(following.length > 0 ? ['[FUNCTION]'] : [])].join(' ')}`]),
    path.length === 0 ? '' : section('Returns', [typeName(catalog, about.returns)]),
    section('Flags', table(about.arguments.map((argument) => argumentRow(catalog, argument)))),
    section('Functions', table([...following.map(functionRow), ...(path.length === 0 ? builtins : [])])),
    section('Flags of the command line', table(engineRows())),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** A name and what it means. */
export type Row = readonly [name: string, meaning: string];

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, meaning]) => `${name.padEnd(width)}  ${meaning}`.trimEnd());
}

function functionRow({ name, description }: FunctionType): Row {
  return [cliName(name), firstLine(description)];
}

function argumentRow(catalog: Catalog, argument: ArgumentType): Row {
  const { name, type, required } = argument;
  const flag =
    type.kind === 'boolean' ? `--${cliName(name)}` : `--${cliName(name)} ${typeName(catalog, type)}`;
  const notes = [required ? 'required' : '', defaultNote(catalog, argument)].filter((note) => note !== '');
  const description = argument.description.replaceAll('\n', ' ').trim();
  return [flag, [description, notes.length > 0 ? `(${notes.join(', ')})` : ''].join(' ').trim()];
}

function defaultNote(
  catalog: Catalog,
  { type, defaultValue, defaultPath, defaultAddress }: ArgumentType,
): string {
  const value = defaultPath ?? defaultAddress ?? defaultValue;
  if (value === undefined || value === null) return '';
  if (type.kind === 'enum') {
    const member = catalog.enumMembers(type.name)?.find((known) => known.value === value);
    return `default ${member?.name ?? JSON.stringify(value)}`;
  }
  if (typeof value === 'string' && defaultValue === undefined) return `default ${value}`;
  return `default ${JSON.stringify(value)}`;
}

function typeName(catalog: Catalog, type: TypeRef): string {
  if (type.kind === 'list') return `[${typeName(catalog, type.of)}]`;
  if (type.kind === 'void') return 'nothing';
  if (!('name' in type)) return type.kind;
  const members = type.kind === 'enum' ? catalog.enumMembers(type.name) : undefined;
  return members?.map(({ name }) => name).join('|') ?? type.name;
}

function elementOf(type: TypeRef): TypeRef {
  return type.kind === 'list' ? elementOf(type.of) : type;
}

function engineRows(): Row[] {
  return Object.entries(engineFlags).map(([name, flag]) => {
    const short = 'short' in flag ? `-${flag.short}, ` : '    ';
    const hint = 'hint' in flag ? ` ${flag.hint}` : '';
    return [`${short}--${name}${hint}`, flag.help];
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
