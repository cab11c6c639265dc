/* Asks the server for the cluster's version and nodes. */
import type { Evidence } from '../../../src/verdict/evidence.ts';
import type { ServerSettings } from '../../../src/deploy/stage/program-settings.ts';
import { fieldsOf, parseJson, textOf } from '../../shared/json.ts';
import { isOf, isReady, nameOf, objectsIn } from '../kube/read.ts';
import type { Node } from '../kube/types.ts';
import { run, StepError } from '../run/command.ts';
import { poll, pollOrFail } from '../run/poll.ts';

/** A cluster as its server tells of it. */
export interface ServerFacts {
  readonly version: string;
  /** Absent where the account may not see them. */
  readonly nodes?: readonly Node[];
}

/** Version and nodes, once the server answers. @throws StepError when it does not */
export async function factsOf({ kubectl, serverSeconds = 20 }: ServerSettings): Promise<ServerFacts> {
  let evidence: Evidence | undefined;
  const { value: version } = await poll(
    async () => {
      evidence = await run([...kubectl, 'version', '--output', 'json'], { seconds: 15 });
      if (evidence.exitCode !== 0) return { waitingFor: 'the server to answer' };
      return { value: versionIn(evidence.stdout) };
    },
    { seconds: serverSeconds },
  );
  if (version === undefined) {
    throw new StepError('the server does not answer', evidence === undefined ? {} : { evidence });
  }
  const nodes = await run([...kubectl, 'get', 'nodes', '--output', 'json']);
  return nodes.exitCode === 0
    ? { version, nodes: objectsIn(nodes.stdout).filter(isOf('Node')) }
    : { version };
}

/** @throws StepError when the server tells no version */
function versionIn(text: string): string {
  const version = textOf(fieldsOf(fieldsOf(parseJson(text))['serverVersion'])['gitVersion']);
  if (version === undefined) throw new StepError(`the server did not answer with a version: ${text}`);
  return version;
}

/** Waits until pods can be started on every node. @throws StepError */
export async function waitForNodes(settings: ServerSettings): Promise<void> {
  await pollOrFail(
    async () => {
      const { nodes } = await factsOf(settings);
      if (nodes === undefined) return { waitingFor: 'the server to name its nodes' };
      const late = nodes.filter((node) => !isReady(node)).map(nameOf);
      return late.length === 0 ? { value: true } : { waitingFor: `nodes to be ready: ${late.join(', ')}` };
    },
    { seconds: 180, rule: 'nodes' },
  );
}
