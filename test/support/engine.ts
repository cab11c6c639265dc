import type { Writable } from 'node:stream';
import type Dockerode from 'dockerode';

/** Keeps loaded module processes between command lines. */
interface ModuleProcesses {
  close(): Promise<void>;
}

/** What a command line is run with, and what tests use of an image that was found. */
interface Engine {
  readonly call: (given: {
    readonly argv: readonly string[];
    readonly workdir: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly signal: AbortSignal;
    readonly stdout: Writable;
    readonly stderr: Writable;
    readonly processes: ModuleProcesses;
  }) => Promise<number>;
  readonly ModuleProcesses: new () => ModuleProcesses;
  readonly resolveImage: (
    docker: Dockerode,
    reference: string,
    options?: { readonly report?: (line: string) => void },
  ) => Promise<{ readonly imageId: string }>;
  /** The settings by which a container trusts, and reaches, the same hosts as this machine. */
  readonly hostTrust: (
    containerEnv: readonly string[],
    go: readonly string[],
  ) => { readonly env: readonly string[]; readonly binds: readonly string[] };
  readonly removeContainer: (docker: Dockerode, id: string) => Promise<void>;
  /** This process, told apart from a later one with the same number. */
  readonly ownName: () => string;
  readonly hasEnded: (owner: string) => boolean;
  readonly rootRights: readonly string[];
  readonly rootOptions: (rights: string) => Record<string, unknown>;
}

/**
 * The engine, as far as tests use it. By path and not by an import that a linter could follow: `lint.parts` in
 * pipeline.json lints the engine by itself, so that nothing outside of it can be checked against it.
 */
async function part<Names extends keyof Engine>(path: string): Promise<Pick<Engine, Names>> {
  const url = new URL(`../../engine/src/${path}`, import.meta.url);
  return (await import(url.href)) as Pick<Engine, Names>;
}

export const { call: callEngine, ModuleProcesses } = await part<'call' | 'ModuleProcesses'>('cli/call.ts');
export const { resolveImage } = await part<'resolveImage'>('images/index.ts');
export const { hostTrust } = await part<'hostTrust'>('executor/containers/host-trust.ts');
export const { removeContainer } = await part<'removeContainer'>('executor/docker/client.ts');
export const { rootRights, rootOptions } = await part<'rootRights' | 'rootOptions'>(
  'executor/docker/root-rights.ts',
);
export const { ownName, hasEnded } = await part<'ownName' | 'hasEnded'>('executor/docker/owner.ts');
