import { type Fact, fact, firstOf, type Found, type ProjectFiles } from '../fact.ts';
import { dockerfileOf, dockerfilesOf } from './choice.ts';
import { evidence, givenPort, healthOf, portOf } from './listening.ts';
import { type BuiltPart, type FinalImage, finalImage } from './stages.ts';

/** What a project's Dockerfile says. */
export interface ImageFacts {
  /** Path of the Dockerfile. */
  readonly dockerfile: Fact<string> | undefined;
  /** TCP port that the service listens on: `EXPOSE`, else in the address of `HEALTHCHECK`, else `ENV PORT`. */
  readonly port: Fact<number> | undefined;
  /** Path at which the service tells its health. */
  readonly healthPath: Fact<string> | undefined;
  /** Version of Node of the image that it is from. */
  readonly node: Fact<string> | undefined;
}

/** Longest Dockerfile that is read, in UTF-16 code units. */
const longestDockerfile = 100_000;

/** Where no Dockerfile is read. */
const nothing: ImageFacts = {
  dockerfile: undefined,
  port: undefined,
  healthPath: undefined,
  node: undefined,
};

/** Which Dockerfile is built, and what of it. */
export interface ImageChoice extends BuiltPart {
  /** Default: the one that is found. */
  readonly dockerfile?: Fact<string>;
}

/**
 * What the project's Dockerfile says; where none is chosen among several, the Node on which all of them agree.
 * @param chosen by the arguments and `pipeline.json`
 */
export function imageFactsOf(
  files: ProjectFiles,
  { dockerfile: named, ...part }: ImageChoice = {},
): Found<ImageFacts> {
  const { found: dockerfile, notes } =
    named === undefined ? dockerfileOf(files) : { found: named, notes: [] };
  if (dockerfile === undefined) return { found: { ...nothing, node: agreedNode(files) }, notes };
  const path = dockerfile.value;
  const image = imageOf(files, path, part);
  if (image === undefined) {
    const why = files.paths.includes(path) ? 'it is too long' : 'there is no such file';
    return { found: { ...nothing, dockerfile }, notes: [...notes, `${path} was not read: ${why}`] };
  }
  const health = healthOf(path, image);
  const port = portOf(path, image);
  return {
    found: {
      dockerfile,
      port: port.found ?? health.found.port ?? givenPort(path, image),
      healthPath: health.found.path,
      node: nodeOf(path, image),
    },
    notes: [...notes, ...targetNotes(path, image, part), ...port.notes, ...health.notes],
  };
}

/** What a Dockerfile makes; undefined for one that is too long, or was not read. */
function imageOf(files: ProjectFiles, path: string, part: BuiltPart = {}): FinalImage | undefined {
  const text = files.text(path);
  return text === undefined || text.length > longestDockerfile ? undefined : finalImage(text, part);
}

function targetNotes(path: string, { instructions, stages }: FinalImage, { target }: BuiltPart): string[] {
  if (target === undefined || instructions.length > 0) return [];
  const names = stages.flatMap(({ name }) => name ?? []).join(', ') || 'none with a name';
  return [`pipeline.json: /image/target: ${path} has no stage ${target}, or an empty one; it has ${names}`];
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
    return version === undefined ? undefined : fact(version, evidence(path, from));
  });
}

/** The version of Node in several Dockerfiles, if those that have one agree in its major. */
function agreedNode(files: ProjectFiles): Fact<string> | undefined {
  const versions = dockerfilesOf(files).flatMap((path) => {
    const image = imageOf(files, path);
    return (image && nodeOf(path, image)) ?? [];
  });
  const majors = new Set(versions.map(({ value }) => value.split('.')[0]));
  return majors.size === 1 ? versions[0] : undefined;
}
