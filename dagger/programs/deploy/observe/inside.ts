/* Looks into a container of the service, by its own Node. */
import { readFileSync } from 'node:fs';

import type { PodFacts } from '../../../src/deploy/proof/pod-facts.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { fieldsOf, parseJson, textOf } from '../../shared/json.ts';
import type { Kube } from '../kube/kube.ts';
import { lastLine } from '../run/command.ts';

/** Settings, with the Node of the pods where it is another than the probe's. */
export type PodSettings = UpdateSettings & { readonly podNode?: string };

/** The line that `pod/inside.js` prints. */
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
  { port, healthPath, node, podNode = node }: PodSettings,
  { pod, peer }: { readonly pod: string; readonly peer: string | undefined },
): Promise<Inside> {
  const connect = peer === undefined ? {} : { connect: { host: peer, port } };
  const script = insideScript({ port, healthPath, health: true, ...connect });
  const evidence = await kube.exec(pod, [podNode, '--max-old-space-size=16', ...script], { seconds: 20 });
  if (evidence.exitCode === 0) return insideIn(evidence.stdout);
  return unseen(`no look into the container: ${lastLine(evidence)}`);
}

/** The outcome of the connection, from the line that the program printed. */
export function connectionIn(stdout: string): Inside['connection'] {
  return insideIn(stdout).connection;
}

function insideIn(stdout: string): Inside {
  const value = parseJson(stdout);
  return isInside(value) ? value : unseen(`no look into the container: it printed ${stdout.slice(0, 200)}`);
}

/** The program is the pipeline's own; its record is read field by field where the proof is decided. */
function isInside(value: unknown): value is Inside {
  const { revision, process, connection } = fieldsOf(value);
  const known = connection === null || ['connected', 'refused'].includes(textOf(connection) ?? '');
  return revision !== undefined && process !== undefined && known;
}

function unseen(unobserved: string): Inside {
  return { revision: { unobserved }, process: { unobserved }, connection: null };
}
