import type { Configuration } from '../../project/configuration.ts';
import type { ProjectFacts } from '../../project/facts/facts.ts';
import { readNode, supportedMajors } from '../../project/facts/node-words.ts';
import { type ImageName, images, type UsedImage } from '../../tools/images.ts';
import { abnormalEnd, type Evidence, unavailable } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** The pipeline's image of each major. */
const imageOfMajor: Readonly<Record<(typeof supportedMajors)[number], ImageName>> = {
  24: 'node',
  22: 'node22',
  20: 'node20',
};

/** The image that install, lint and tests of a project run on. */
export type NodeChoice =
  /** One of the pipeline's; `asked` is a version that is asked for exactly, and where. */
  | { readonly kind: 'ours'; readonly reference: string; readonly major: number; readonly asked?: Asked }
  /** The project's own. */
  | { readonly kind: 'own'; readonly reference: string }
  /** None has the major that the project asks for. */
  | { readonly kind: 'none'; readonly reason: string };

interface Asked {
  readonly version: string;
  /** The file that says it. */
  readonly by: string;
}

/** The part of a project that decides on its Node. */
export interface NodeSubject {
  readonly configuration: Pick<Configuration, 'node'>;
  readonly facts: Pick<ProjectFacts, 'node'>;
}

/**
 * The image that a project's packages are installed and used on: by `pipeline.json`, else by the version that is found in
 * the project, else the newest major.
 */
export function chooseNode(subject: NodeSubject): NodeChoice {
  const { image } = subject.configuration.node;
  if (image !== undefined) return { kind: 'own', reference: image };
  const { said, major: wanted, from } = wantedNode(subject);
  const major = supportedMajors.find((one) => one === wanted);
  if (major === undefined) return { kind: 'none', reason: noImage(wanted, from) };
  const reference = images[imageOfMajor[major]];
  const version = /^v?(\d+\.\d+(?:\.\d+)?)$/.exec(said.trim())?.[1];
  if (version === undefined) return { kind: 'ours', reference, major };
  return { kind: 'ours', reference, major, asked: { version, by: from.split(': ')[0] ?? from } };
}

/** The version that is wanted, its major, and where it is said. */
function wantedNode({ configuration: { node: settings }, facts }: NodeSubject): {
  readonly said: string;
  readonly major: number;
  readonly from: string;
} {
  const { version: said } = settings;
  const read = said === undefined ? undefined : readNode(said);
  if (said !== undefined && read !== undefined) return { said, major: read.major, from: 'pipeline.json' };
  if (facts.node === undefined) return { said: '', major: supportedMajors[0], from: '' };
  const { value, from } = facts.node;
  return { ...value, from };
}

function noImage(major: number, from: string): string {
  const majors = supportedMajors.join(', ');
  return plainLine(
    `Node ${String(major)} is asked for (${from}), and the pipeline has images of Node ${majors}: name one as node.version in pipeline.json, or an image of your own as node.image`,
  );
}

/** Where a project's Node is told: its image, or why there is none. */
function nodeWords(choice: NodeChoice): string {
  return choice.kind === 'none' ? choice.reason : choice.reference;
}

/** Every image by the name that gates have for it, that of the project's Node included. */
export function imagesOf(subject: NodeSubject): Readonly<Record<UsedImage, string>> {
  return { ...images, projectNode: nodeWords(chooseNode(subject)) };
}

/**
 * What a reader should know of the image.
 * @param actual version of Node in it; undefined where it is not known
 * @param packages Debian packages that were added
 */
export function nodeNotes(
  choice: NodeChoice,
  actual: string | undefined,
  packages: readonly string[],
): string[] {
  if (choice.kind === 'none') return [];
  const added = packages.length === 0 ? [] : [`added from Debian (node.packages): ${packages.join(', ')}`];
  if (choice.kind === 'own') {
    return [
      plainLine(`runs on ${choice.reference} (node.image)${actual === undefined ? '' : `, Node ${actual}`}`),
    ];
  }
  const { asked, major } = choice;
  const runs = actual ?? String(major);
  if (asked === undefined || isThat(asked.version, runs)) return added;
  return [`Node ${asked.version} asked for by ${asked.by}; runs on Node ${runs}`, ...added];
}

/** Whether a version is the one that is asked for: `20.11` is said of every `20.11.1`. */
function isThat(asked: string, actual: string): boolean {
  return actual === asked || actual.startsWith(`${asked}.`);
}

/** The programs that an image of one's own must have. */
const needed = ['node', 'npm', 'timeout'] as const;

/** Names the first program that an image lacks, or prints Node's version. */
export const ownImageCheck: readonly string[] = [
  'sh',
  '-c',
  `for name in ${needed.join(' ')}; do command -v "$name" > /dev/null || { echo "missing: $name"; exit 1; }; done; node --version`,
];

/** The version of Node that {@link ownImageCheck} printed; undefined where it printed something else. */
export function versionIn({ stdout }: Pick<Evidence, 'stdout'>): string | undefined {
  return /^v(\d+\.\d+\.\d+)\s*$/m.exec(stdout)?.[1];
}

/** Exit codes of a program that is not there, or cannot be executed (sh(1), timeout(1)). */
const notStarted: readonly number[] = [126, 127];

/** The decision of each gate that needs the packages if the project's own image cannot be used; undefined if it can. */
export function decideOwnImage(reference: string, evidence: Evidence): Decision | undefined {
  if (evidence.broke !== true && versionIn(evidence) !== undefined) return undefined;
  const { exitCode, stdout, stderr } = evidence;
  const named = /^missing: (\w+)$/m.exec(stdout)?.[1];
  const missing = named ?? (notStarted.includes(exitCode) ? 'sh or timeout' : undefined);
  if (missing === undefined) {
    const said = `${abnormalEnd(evidence) ?? `ended with code ${String(exitCode)}`}: ${stderr} ${stdout}`;
    return unavailable(plainLine(`node.image: ${reference}: node --version ${said}`).trim());
  }
  const message = plainLine(`node.image: ${reference} has no ${missing}`);
  const finding: Finding = {
    tool: 'pipeline',
    rule: 'node-image',
    severity: 'HIGH',
    message,
    fix: `Name an image that has sh, ${needed.join(', ')}, or name node.version instead.`,
    file: 'pipeline.json',
  };
  return { outcome: 'failed', reason: message, findings: [finding] };
}
