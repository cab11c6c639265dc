/* Looks into a container of the service, by its own Node. */
import { readFileSync } from 'node:fs';

import type { Unobserved } from '../../../src/deploy/proof/observed.ts';
import type { PodFacts } from '../../../src/deploy/proof/pod-facts.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import type { RevisionPlace } from '../../../src/project/settings/revision-place.ts';
import { fieldsOf, parseJson, textOf } from '../../shared/json.ts';
import type { Kube } from '../kube/kube.ts';
import { servingContainer } from '../kube/read.ts';
import type { Pod } from '../kube/types.ts';
import { revisionIn } from '../pod/revision.js';
import { lastLine } from '../run/command.ts';

/** Settings, with the Node of the pods where it is another than the probe's. */
export type PodSettings = UpdateSettings & { readonly podNode?: string };

/** The answer of the health path in the container: status, text, and the header that was asked for. */
export type HealthAnswer =
  Unobserved | { readonly status: number; readonly body: string; readonly header: string | null };

/** The line that `pod/inside.js` prints. */
export interface InsideAnswer extends Pick<Inside, 'process' | 'connection'> {
  readonly answer: HealthAnswer;
}

/** The inside of a container. */
export interface Inside extends Pick<PodFacts, 'revision' | 'process'> {
  /** The outcome of the connection; null where none was tried. */
  readonly connection: 'connected' | 'refused' | null;
}

/** The settings of `pod/inside.js`. */
export interface InsideQuestion {
  readonly port: number;
  readonly healthPath: string;
  /** Whether the service is asked for its revision. */
  readonly health: boolean;
  /** The header of the answer that has it, where it is one. */
  readonly header?: string;
  /** Where a connection is tried. */
  readonly connect?: { readonly host: string; readonly port: number };
}

const program = readFileSync(new URL('../pod/inside.js', import.meta.url), 'utf8');

/** The arguments by which Node runs that program. */
export function insideScript(question: InsideQuestion): string[] {
  return ['--input-type=module', '-e', program, JSON.stringify(question)];
}

/**
 * Observes the inside of a pod; a missing fact has its reason.
 * @param options.peer an address to which a connection is tried; undefined for none
 */
export async function lookInside(
  kube: Kube,
  { port, healthPath, revision: place, node, podNode = node }: PodSettings,
  { pod, peer }: { readonly pod: Pod; readonly peer: string | undefined },
): Promise<Inside> {
  const connect = peer === undefined ? {} : { connect: { host: peer, port } };
  const header = place?.header === undefined ? {} : { header: place.header };
  const script = insideScript({ port, healthPath, health: true, ...header, ...connect });
  const container = servingContainer(pod)?.name;
  const evidence = await kube.exec(pod.metadata.name, [podNode, '--max-old-space-size=16', ...script], {
    seconds: 20,
    ...(container === undefined ? {} : { container }),
  });
  if (evidence.exitCode === 0) return insideIn(evidence.stdout, place);
  return unseen(`no look into the container: ${lastLine(evidence)}`);
}

/** The outcome of the connection, from the line that the program printed. */
export function connectionIn(stdout: string): Inside['connection'] {
  return insideIn(stdout, null).connection;
}

/** @param place of the revision, as the project names it; null for the usual one */
export function insideIn(stdout: string, place: RevisionPlace | null): Inside {
  const value = parseJson(stdout);
  if (!isInside(value)) return unseen(`no look into the container: it printed ${stdout.slice(0, 200)}`);
  const { answer, process, connection } = value;
  return { revision: revisionOf(answer, place), process, connection };
}

function revisionOf(answer: HealthAnswer, place: RevisionPlace | null): PodFacts['revision'] {
  if ('unobserved' in answer) return answer;
  const { status, body, header } = answer;
  if (status < 200 || status > 299) return { unobserved: `its health answered ${String(status)}` };
  return revisionIn({ body, header: () => header }, place ?? {}) ?? { unobserved: unnamed(place) };
}

/** Why there is no revision, and what stands for it. */
function unnamed(place: RevisionPlace | null): string {
  const stands = "the image's digest in every pod stands for it";
  if (place === null) {
    return `the health answer names no revision; ${stands}; name its place by deploy.revision`;
  }
  const where = place.header === undefined ? `at ${place.pointer ?? ''}` : `in the header ${place.header}`;
  return `the health answer has no revision ${where}, which deploy.revision names; ${stands}`;
}

/** The program is the pipeline's own; its record is read field by field where the proof is decided. */
function isInside(value: unknown): value is InsideAnswer {
  const { answer, process, connection } = fieldsOf(value);
  const known = connection === null || ['connected', 'refused'].includes(textOf(connection) ?? '');
  return answer !== undefined && process !== undefined && known;
}

function unseen(unobserved: string): Inside {
  return { revision: { unobserved }, process: { unobserved }, connection: null };
}
