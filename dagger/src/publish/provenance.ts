import type { ImageSettings } from '../project/settings/image.ts';
import type { GateResult, Verdict } from '../verdict/model.ts';
import type { ScannedImage } from './conflicts.ts';

/** The way images are built here, for a reader of the provenance (SLSA provenance v1, buildType). */
export const buildType = 'https://dagger.io/pipeline/dockerfile@v1';

/** Builder of a run without any other builder. */
export const localBuilder = 'urn:pipeline:local-machine';

/** Name of the by-product that holds the gates' outcomes. */
export const verdictName = 'verdict';

/** Facts about a build and its checks. */
export interface BuildFacts {
  readonly verdict: Pick<
    Verdict,
    | 'project'
    | 'outcome'
    | 'gates'
    | 'notConfigured'
    | 'exceptions'
    | 'baseline'
    | 'images'
    | 'weakened'
    | 'base'
  >;
  /** Results of gates for platforms other than the first; the gate's name contains the platform. */
  readonly furtherGates: readonly Pick<GateResult, 'gate' | 'outcome' | 'reason'>[];
  readonly revision: string;
  /** Address of the source; empty if package.json has none. */
  readonly repository: string;
  readonly dockerfile: string;
  /** What `pipeline.json` says of the build. */
  readonly build: Pick<ImageSettings, 'target' | 'args' | 'context'>;
  readonly version: string;
  readonly images: readonly ScannedImage[];
  /** Lockfiles of the source, each with its digest, `sha256:...`. */
  readonly lockfiles: readonly { readonly name: string; readonly digest: string }[];
  /** Base images of the Dockerfile. */
  readonly bases: readonly string[];
  /** The builder that ran it; {@link localBuilder} if none was given. */
  readonly builder: string;
  /** Identifier of the run; empty if none was given. */
  readonly invocation: string;
  /** RFC 3339. */
  readonly startedOn: string;
  readonly finishedOn: string;
}

/** A material of the build (SLSA provenance v1, ResourceDescriptor). */
interface Resource {
  readonly uri?: string;
  readonly name?: string;
  readonly digest?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/**
 * Provenance in the form of SLSA v1 (slsa.dev/spec/v1.0/provenance): the image, its materials, its builder, and the
 * gates that it passed. Gates that the project leaves out are listed too.
 */
export function provenanceOf(facts: BuildFacts): Readonly<Record<string, unknown>> {
  const { revision, dockerfile, build, version, images, builder, invocation, startedOn, finishedOn } = facts;
  const platforms = images.map(({ platform }) => platform);
  return {
    buildDefinition: {
      buildType,
      externalParameters: {
        revision,
        dockerfile,
        platforms,
        ...buildParameters(build),
        ...(version === '' ? {} : { version }),
      },
      resolvedDependencies: materials(facts),
    },
    runDetails: {
      builder: { id: builder },
      metadata: { ...(invocation === '' ? {} : { invocationId: invocation }), startedOn, finishedOn },
      byproducts: [gatesByproduct(facts), ...images.map(configurationByproduct)],
    },
  };
}

function buildParameters({ target, args, context }: BuildFacts['build']): Readonly<Record<string, unknown>> {
  return {
    ...(target === undefined ? {} : { target }),
    ...(context === undefined ? {} : { context }),
    ...(Object.keys(args).length === 0 ? {} : { buildArguments: args }),
  };
}

function materials({ repository, revision, lockfiles, bases, verdict }: BuildFacts): Resource[] {
  const tools = verdict.images.filter(({ reference }) => !bases.includes(reference));
  return [
    { uri: sourceUri(repository, revision), digest: { gitCommit: revision } },
    ...lockfiles.map(({ name, digest }) => ({ name, digest: { sha256: withoutAlgorithm(digest) } })),
    ...bases.map((reference) => imageMaterial(reference, 'base of the image')),
    ...tools.map(({ reference, purpose }) => imageMaterial(reference, purpose)),
  ];
}

/** Address of the commit in SPDX notation: `git+https://...@COMMIT`. */
function sourceUri(repository: string, revision: string): string {
  return repository === ''
    ? `git+unknown@${revision}`
    : `git+${repository.replace(/^git\+/, '')}@${revision}`;
}

function imageMaterial(reference: string, purpose: string): Resource {
  const digest = /@sha256:([0-9a-f]{64})$/.exec(reference)?.[1];
  return {
    uri: `docker://${reference}`,
    ...(digest === undefined ? {} : { digest: { sha256: digest } }),
    annotations: { purpose },
  };
}

function gatesByproduct({ verdict, furtherGates }: BuildFacts): Resource {
  const { project, outcome, notConfigured, exceptions = [], baseline, weakened = [], base } = verdict;
  const gates = [...verdict.gates, ...furtherGates].map((gate) => ({
    gate: gate.gate,
    outcome: gate.outcome,
    reason: gate.reason,
  }));
  const tolerated = exceptions.map(({ tool, id, owner, expires }) => ({ tool, id, owner, expires }));
  return {
    name: verdictName,
    annotations: {
      project,
      outcome,
      gates,
      notConfigured,
      exceptions: tolerated,
      // The findings of before that were not fixed: whoever verifies the image can see how many there are.
      ...(baseline === undefined ? {} : { baseline }),
      weakened,
      base,
    },
  };
}

function configurationByproduct({ platform, configuration }: ScannedImage): Resource {
  return {
    name: `image configuration, ${platform}`,
    digest: { sha256: withoutAlgorithm(configuration) },
    annotations: { platform },
  };
}

function withoutAlgorithm(digest: string): string {
  return digest.replace(/^sha256:/, '');
}
