import { someOf } from '../../files.ts';
import { type Fact, fact, firstOf, type Found, type ProjectFiles } from '../fact.ts';
import { isDockerfile } from '../files.ts';
import { nameOf, topFirst } from '../paths.ts';
import type { Instruction } from './instructions.ts';
import { type FinalImage, finalImage } from './stages.ts';
import { resolved } from './variables.ts';

/** What a project's Dockerfile says. */
export interface ImageFacts {
  /** Path of the Dockerfile. */
  readonly dockerfile: Fact<string> | undefined;
  /** TCP port that the service listens on. */
  readonly port: Fact<number> | undefined;
  /** Path at which the service tells its health. */
  readonly healthPath: Fact<string> | undefined;
  /** Version of Node of the image that it is from. */
  readonly node: Fact<string> | undefined;
}

const nothing: ImageFacts = {
  dockerfile: undefined,
  port: undefined,
  healthPath: undefined,
  node: undefined,
};

/**
 * What the project's Dockerfile says. The Dockerfile is the one at the top, else the only one in another folder; a file
 * such as `Dockerfile.dev` counts only where there is none that is called Dockerfile. Among several, nothing is chosen.
 */
export function imageFactsOf(files: ProjectFiles): Found<ImageFacts> {
  const { found, notes } = dockerfileOf(files);
  if (found === undefined) return { found: nothing, notes };
  const text = files.text(found.value);
  if (text === undefined) return { found: { ...nothing, dockerfile: found }, notes };
  const image = finalImage(text);
  const health = healthOf(found.value, image);
  const port = portOf(found.value, image);
  const node = nodeOf(found.value, image);
  return {
    found: { dockerfile: found, port: port.found ?? health.port, healthPath: health.path, node },
    notes: [...notes, ...port.notes, ...health.notes],
  };
}

function dockerfileOf({ paths }: ProjectFiles): Found<Fact<string> | undefined> {
  const all = topFirst(paths.filter(isDockerfile));
  const plain = all.filter((path) => /^(?:Dockerfile|Containerfile)$/.test(nameOf(path)));
  const candidates = plain.length > 0 ? plain : all;
  const top = candidates.find((path) => path === 'Dockerfile' || path === 'Containerfile');
  const chosen = top ?? (candidates.length === 1 ? candidates[0] : undefined);
  const others = all.filter((path) => path !== chosen);
  if (chosen === undefined) {
    const several = `there are several Dockerfiles, and none at the top: ${someOf(all, 5)}: name one with --dockerfile`;
    return { found: undefined, notes: all.length === 0 ? [] : [several] };
  }
  const notes = others.length === 0 ? [] : [`${chosen} counts; there is also ${someOf(others, 5)}`];
  return { found: fact(chosen, chosen === top ? `${chosen} at the top` : `${chosen}, the only one`), notes };
}

/** The first TCP port of `EXPOSE`, of which the later ones are told. */
function portOf(path: string, { instructions, variables }: FinalImage): Found<Fact<number> | undefined> {
  const exposed = instructions.filter(({ keyword }) => keyword === 'EXPOSE');
  const ports = exposed.flatMap((instruction) =>
    resolved(instruction.rest, variables)
      .split(/\s+/)
      .map((word) => ({ word, port: tcpPort(word), instruction })),
  );
  const tcp = ports.filter(({ port }) => port !== undefined);
  const [first] = tcp;
  const unread = ports.filter(({ word, port }) => port === undefined && !/\/(?:udp|sctp)$/i.test(word));
  const others = [...new Set(tcp.map(({ port }) => port))].filter((port) => port !== first?.port);
  const notes = [
    ...unread.map(({ word, instruction }) => `${at(path, instruction)}: ${word} is not read as a port`),
    ...(others.length === 0 || first === undefined
      ? []
      : [
          `${at(path, first.instruction)}: port ${String(first.port)} counts, ${others.join(', ')} is exposed, too`,
        ]),
  ];
  if (first?.port === undefined) return { found: undefined, notes };
  return { found: fact(first.port, at(path, first.instruction)), notes };
}

function tcpPort(word: string): number | undefined {
  const port = Number(/^(\d{1,5})(?:\/tcp)?$/i.exec(word)?.[1] ?? 0);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** An address of the container itself, its port and its path. */
const localAddress =
  /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::([^/\s"'`;|)]+))?(\/[\w\-./~%@:+=&?]*)?/i;

interface Health {
  readonly path: Fact<string> | undefined;
  readonly port: Fact<number> | undefined;
  readonly notes: readonly string[];
}

/** The path and port of the address that `HEALTHCHECK` asks of the container itself. */
function healthOf(path: string, { instructions, variables }: FinalImage): Health {
  const none: Health = { path: undefined, port: undefined, notes: [] };
  const check = instructions.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  if (check === undefined || /^NONE$/i.test(check.rest)) return none;
  const command = resolved(check.rest, variables);
  const address = localAddress.exec(command);
  const isWhole = address !== null && !/^[${]/.test(command.slice(address.index + address[0].length));
  if (!isWhole) {
    return {
      ...none,
      notes: [`${at(path, check)}: no whole address on localhost in it: its path is not known`],
    };
  }
  const port = tcpPort(address[1] ?? '');
  const from = at(path, check);
  return {
    path: fact(address[2] ?? '/', from),
    port: port === undefined ? undefined : fact(port, from),
    notes: [],
  };
}

/** How images name the version of Node in them: `node:22-alpine`, `node:lts`, `distroless/nodejs22-debian12`. */
const nodeImages = [
  /(?:^|\/)node:v?(\d+(?:\.\d+){0,2})(?![\d.])/,
  /(?:^|\/)node:(lts|latest|current)(?![\w.])/,
  /\/nodejs(\d+)-/,
];

/** The version of Node by the image that the last stage is from, else by the last stage that is from such an image. */
function nodeOf(path: string, { base, stages }: FinalImage): Fact<string> | undefined {
  const candidates = [...(base === undefined ? [] : [base]), ...stages.toReversed()];
  return firstOf(candidates, ({ image, from }) => {
    const version = firstOf(nodeImages, (form) => form.exec(image)?.[1]);
    return version === undefined ? undefined : fact(version, at(path, from));
  });
}

function at(path: string, { keyword, rest, line }: Instruction): string {
  return `${path}:${String(line)}: ${keyword} ${rest.slice(0, 120)}`;
}
