import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { within } from '../../tools/deadline.ts';
import { images } from '../../tools/images.ts';
import { unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { decidePackages, installPackages } from './debian-packages.ts';
import {
  chooseNode,
  decideOwnImage,
  type NodeChoice,
  nodeNotes,
  ownImageCheck,
  versionIn,
} from './node-image.ts';

/** The image that a project's packages are installed and used on. */
export interface NodeImage {
  /** Node and npm, with nothing of the project in it; not to be run where there is a fault. */
  readonly base: Container;
  /** True if the image is the project's own: what it does is written to nothing that other projects read. */
  readonly isOwn: boolean;
  /** True if it is the image that the pipeline's own programs run on, whose npm may judge the project. */
  readonly isPipelines: boolean;
  /** Facts for the reports of all gates that use it. */
  readonly notes: readonly string[];
  /** The decision of each of these gates if there is no such image. */
  readonly fault: Decision | undefined;
}

/** Finds the image of the project's Node, with the Debian packages that it wants. */
export async function nodeImageOf(project: Project): Promise<NodeImage> {
  const choice = chooseNode(project);
  if (choice.kind === 'none') {
    return {
      base: dag.container().from(images.node),
      isOwn: false,
      isPipelines: true,
      notes: [],
      fault: unavailable(choice.reason),
    };
  }
  return choice.kind === 'own' ? ownImage(choice) : ourImage(choice, project.configuration.node.packages);
}

async function ourImage(
  choice: Extract<NodeChoice, { kind: 'ours' }>,
  packages: readonly string[],
): Promise<NodeImage> {
  const image = dag.container().from(choice.reference);
  const base = packages.length === 0 ? image : image.withExec(within(600, installPackages(packages)));
  const fault = packages.length === 0 ? undefined : decidePackages(await plainEvidenceOf(base));
  // Node's own images name it; asked for only where somebody is told.
  const actual = choice.asked === undefined ? undefined : await image.envVariable('NODE_VERSION');
  const added = fault === undefined ? packages : [];
  return {
    base,
    isOwn: false,
    isPipelines: choice.reference === images.node,
    notes: nodeNotes(choice, actual || undefined, added),
    fault,
  };
}

/** The project's own image, by root and whatever folder it starts in, as the pipeline's are. */
async function ownImage(choice: Extract<NodeChoice, { kind: 'own' }>): Promise<NodeImage> {
  const base = dag.container().from(choice.reference).withUser('0').withWorkdir('/');
  const evidence = await plainEvidenceOf(base.withExec(within(60, ownImageCheck)));
  return {
    base,
    isOwn: true,
    isPipelines: false,
    notes: nodeNotes(choice, versionIn(evidence), []),
    fault: decideOwnImage(choice.reference, evidence),
  };
}
