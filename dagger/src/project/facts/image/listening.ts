import { type Fact, fact, type Found } from '../fact.ts';
import type { Instruction } from './instructions.ts';
import type { FinalImage } from './stages.ts';
import { resolved } from './variables.ts';

/**
 * The first TCP port of `EXPOSE` in what the image is made by; further ones are told, and so is what is no port: a
 * variable without a value, a range (Dockerfile reference, "EXPOSE").
 */
export function portOf(
  path: string,
  { instructions, variables }: FinalImage,
): Found<Fact<number> | undefined> {
  const exposed = instructions.filter(({ keyword }) => keyword === 'EXPOSE');
  const words = exposed.flatMap((instruction) =>
    resolved(instruction.rest, variables)
      .split(/\s+/)
      .map((word) => ({ word, port: tcpPort(word), from: evidence(path, instruction) })),
  );
  const unread = words.filter(({ word, port }) => port === undefined && !/\/(?:udp|sctp)$/i.test(word));
  const notes = unread.map(({ word, from }) => `${from}: ${word} is not read as a port`);
  const [first, ...others] = words.flatMap(({ port, from }) =>
    port === undefined ? [] : [fact(port, from)],
  );
  if (first === undefined) return { found: undefined, notes };
  const more = [...new Set(others.map(({ value }) => value))].filter((port) => port !== first.value);
  const told = `${first.from}: port ${String(first.value)} counts, ${more.join(', ')} is exposed, too`;
  return { found: first, notes: more.length === 0 ? notes : [...notes, told] };
}

/** The port that `ENV PORT` gives to the program in the image: what listens where it is told to listens there. */
export function givenPort(path: string, { instructions, variables }: FinalImage): Fact<number> | undefined {
  const sets = ({ keyword, rest }: Instruction): boolean =>
    keyword === 'ENV' && /(?:^|\s)PORT[\s=]/.test(rest);
  const instruction = instructions.findLast(sets);
  const port = tcpPort(variables.get('PORT') ?? '');
  return instruction === undefined || port === undefined
    ? undefined
    : fact(port, evidence(path, instruction));
}

function tcpPort(word: string): number | undefined {
  const port = Number(/^(\d{1,5})(?:\/tcp)?$/i.exec(word)?.[1] ?? 0);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** What `HEALTHCHECK` asks of the container itself. */
export interface HealthAddress {
  readonly path: Fact<string> | undefined;
  readonly port: Fact<number> | undefined;
}

/** An address of the container itself, its port and its path. */
const localAddress =
  /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::([^/\s"'`;|)+]+))?(\/[\w\-./~%@:=&?]*)?/i;

/**
 * The path and port of the address that the last `HEALTHCHECK` calls, by curl, wget, or fetch in Node. A check that
 * runs a program of the project's own has none; that is told.
 */
export function healthOf(path: string, { instructions, variables }: FinalImage): Found<HealthAddress> {
  const none: HealthAddress = { path: undefined, port: undefined };
  const check = instructions.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  if (check === undefined || /^NONE$/i.test(check.rest)) return { found: none, notes: [] };
  const from = evidence(path, check);
  const command = resolved(check.rest, variables);
  const address = localAddress.exec(command);
  if (address === null || !isWhole(command, address.index + address[0].length)) {
    return { found: none, notes: [`${from}: no whole address on localhost in it: its path is not known`] };
  }
  const port = tcpPort(address[1] ?? '');
  const found = {
    path: fact(address[2] ?? '/', from),
    port: port === undefined ? undefined : fact(port, from),
  };
  return { found, notes: [] };
}

/** Whether an address ends at a place: one that goes on by `+` or a variable is put together where it runs. */
function isWhole(command: string, end: number): boolean {
  return /^(?:$|[\s"'`|;)>&\\,\]](?!\s*\+))/.test(command.slice(end));
}

/** An instruction as evidence, with its file and line. */
export function evidence(path: string, { keyword, rest, line }: Instruction): string {
  return `${path}:${String(line)}: ${keyword} ${rest.slice(0, 120)}`;
}
