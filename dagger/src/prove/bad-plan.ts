import type { Change } from './change.ts';
import type { Subject } from './bad-deployments.ts';
import type { DeployedImage } from '../deploy/proof/observations.ts';
import type { RolloutPlan } from '../deploy/stage/settings.stage.ts';

/** A cluster with a sound version, and the images of bad ones. */
export interface ProofSetup {
  readonly sound: RolloutPlan;
  readonly images: { readonly bad: DeployedImage; readonly broken: DeployedImage };
  /** The service's own command in its image: the Node that runs it, and its main program. */
  readonly command: MainCommand;
  /** The objects of the manifests under patches. */
  readonly render: (patches: readonly object[]) => Promise<NonNullable<RolloutPlan['objects']>>;
}

/** The Node that runs a program, and the program, as absolute paths or names on the PATH. */
export interface MainCommand {
  readonly node: string;
  readonly main: string;
}

/** A bad deployment with its change to this service. */
export interface Attempted {
  readonly name: string;
  readonly change: Change;
  readonly subject: Subject;
}

/** The sound plan with one change, and another revision to tell them apart. */
export async function badPlan(
  { sound: plan, images, command, render }: ProofSetup,
  { name, change, subject }: Attempted,
): Promise<RolloutPlan> {
  const image = change.kind === 'broken-migration' ? images.broken : images.bad;
  const patch = patchOf(change, subject, command);
  const about = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: subject.deployment } };
  const bad: RolloutPlan = {
    ...plan,
    version: { revision: 'bad', image },
    holder: name.replaceAll(/\W+/g, '-'),
    ...(patch === undefined
      ? {}
      : { objects: await render([{ patch: JSON.stringify({ ...about, ...patch }) }]) }),
  };
  if (change.kind === 'no-image') {
    const reference = `${plan.project.configuration.project}:not-there`;
    return { ...bad, version: { revision: 'bad', image: { ...image, reference } } };
  }
  if (change.kind !== 'access') return bad;
  const { target } = plan.session;
  return {
    ...bad,
    session: { ...plan.session, target: { ...target, kubectl: [...target.kubectl, ...change.words] } },
  };
}

function patchOf(change: Change, { container: name }: Subject, command: MainCommand): object | undefined {
  const ofContainer = (patch: object): object => ({
    spec: { template: { spec: { containers: [{ name, ...patch }] } } },
  });
  if (change.kind === 'deployment') return change.patch;
  if (change.kind === 'container') return ofContainer(change.patch);
  if (change.kind !== 'program') return undefined;
  const script = change.script.replace('MAIN', JSON.stringify(command.main));
  return ofContainer({ command: [command.node], args: ['--input-type=module', '-e', script] });
}
