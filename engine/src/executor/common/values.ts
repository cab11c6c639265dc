import type { Blob } from '../../store/content.ts';
import type { Sides } from '../../store/changes.ts';
import type { Digestible } from '../../store/digest.ts';
import type { ArchivePart } from '../../store/tar.ts';
import type { Tree } from '../../store/tree.ts';

/** The value of an object of the graph. */
export type Value =
  | { readonly kind: 'container'; readonly container: ContainerValue }
  | { readonly kind: 'directory'; readonly tree: Tree }
  | { readonly kind: 'file'; readonly file: FileValue }
  | { readonly kind: 'secret'; readonly secret: SecretValue }
  | { readonly kind: 'cache-volume'; readonly volume: string }
  | { readonly kind: 'service'; readonly service: ServiceValue }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'git'; readonly git: GitValue }
  | { readonly kind: 'changeset'; readonly changes: ChangesValue };

/** A file: its content by digest, its name and its permissions. */
export interface FileValue {
  readonly name: string;
  readonly mode: number;
  readonly digest: string;
  readonly sizeBytes: number;
}

/** A secret: its name, and a keyed digest of its text, which tells two texts apart without telling either. */
export interface SecretValue {
  readonly name: string;
  readonly key: string;
}

/** A file system that is an image in Docker, or will be one when it is needed. */
export interface Snapshot {
  /** The key of what made it; equal keys mean equal content. */
  readonly key: string;
  /** The image's id in Docker; undefined for the empty file system. Waits for an image that is still being stored. */
  image(): Promise<string | undefined>;
  /** A stopped container of this session that has this very content: cheaper to read from than the image. */
  readonly container?: string;
}

/** The run settings of an image (OCI image configuration). */
export interface RunConfig {
  /** `NAME=value`, in order. */
  readonly env: readonly string[];
  readonly workdir: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly args: readonly string[];
  readonly labels: { readonly [name: string]: string };
  readonly ports: readonly PortValue[];
  /** Other settings (a health check, volumes, a stop signal), under Docker's names. */
  readonly inherited: { readonly [name: string]: Digestible };
}

/** A port that a service listens on. */
export interface PortValue {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly skipHealthcheck: boolean;
}

/** Something that stands in a container while a command runs, and is no part of its file system. */
export type Mount =
  | {
      readonly kind: 'cache';
      readonly path: string;
      readonly volume: string;
      /** The owner of a new volume. */
      readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
      /** Whether all have it at once, one command at a time, or each user another one. */
      readonly sharing: 'SHARED' | 'LOCKED' | 'PRIVATE';
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly digest: string;
      readonly executable: boolean;
    }
  | {
      readonly kind: 'directory';
      readonly path: string;
      readonly tree: Tree;
      readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
    }
  | {
      readonly kind: 'socket';
      readonly path: string;
      /** Its path on this machine. */
      readonly source: string;
    }
  | { readonly kind: 'temp'; readonly path: string }
  | {
      readonly kind: 'secret';
      readonly path: string;
      readonly secret: SecretValue;
      readonly uid: number;
      readonly gid: number;
      readonly mode: number;
    };

/** The result of a command. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: Blob;
  readonly stderr: Blob;
}

/** A container that can be run or read: a file system, files to be laid over it first, and how to run it. */
export interface ContainerValue {
  readonly snapshot: Snapshot;
  /** Files that were added and are not in the snapshot: laid in when a command runs, so that adding costs nothing. */
  readonly pending: readonly ArchivePart[];
  readonly config: RunConfig;
  readonly mounts: readonly Mount[];
  readonly secretVariables: readonly { readonly name: string; readonly secret: SecretValue }[];
  /** Variables that are no part of the cache key. */
  readonly volatileVariables: readonly string[];
  readonly services: readonly { readonly alias: string; readonly service: ServiceValue }[];
  readonly registryAuth: readonly {
    readonly address: string;
    readonly username: string;
    readonly secret: SecretValue;
  }[];
  /** The result of the last command; absent when none was run. */
  readonly exec?: ExecResult;
  /** Such as `linux/amd64`. */
  readonly platform: string;
  /** The reference that the container came from, where it came from one. */
  readonly reference?: string;
}

/** A service: a container and the command that it serves with. */
export interface ServiceValue {
  /** Equal keys are one service, started once per session. */
  readonly key: string;
  readonly container: ContainerValue;
  readonly command: readonly string[];
  readonly noInit: boolean;
  /** Whether it gets every right on this machine. */
  readonly rootCapabilities: boolean;
  /** Set for ports of a host, which no container serves. */
  readonly outside?: HostPorts;
}

/** Ports of a host that this machine reaches, as containers are to reach them. */
export interface HostPorts {
  /** Name or address; `localhost` is this machine. */
  readonly host: string;
  readonly ports: readonly { readonly frontend: number; readonly backend: number }[];
}

/** A place in a git repository. */
export interface GitValue {
  /** The directory that holds `.git` and the work tree. */
  readonly tree: Tree;
  /** The name of a commit, branch or tag in it; absent for what HEAD points to. */
  readonly ref?: string;
}

/** The differences between two states of a directory, computed on demand. */
export interface ChangesValue {
  isEmpty(): Promise<boolean>;
  sides(): Promise<Sides>;
}
