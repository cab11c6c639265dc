import { readFileSync } from 'node:fs';
import type Dockerode from 'dockerode';

/**
 * The ways to give a container every right on this machine. Docker 20.10 refuses `privileged` where the machine itself lacks a
 * capability ("unable to apply caps"): there, what the machine has is asked for by name.
 */
export type RootRights = 'privileged' | 'by-name';

/** The ways, in the order in which they are tried. */
export const rootRights: readonly RootRights[] = ['privileged', 'by-name'];

/** Linux' capabilities by number (capabilities(7)), as far as Docker 20.10 knows them. */
const capabilities = [
  ...['CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP'],
  ...[
    'LINUX_IMMUTABLE',
    'NET_BIND_SERVICE',
    'NET_BROADCAST',
    'NET_ADMIN',
    'NET_RAW',
    'IPC_LOCK',
    'IPC_OWNER',
  ],
  ...[
    'SYS_MODULE',
    'SYS_RAWIO',
    'SYS_CHROOT',
    'SYS_PTRACE',
    'SYS_PACCT',
    'SYS_ADMIN',
    'SYS_BOOT',
    'SYS_NICE',
  ],
  ...[
    'SYS_RESOURCE',
    'SYS_TIME',
    'SYS_TTY_CONFIG',
    'MKNOD',
    'LEASE',
    'AUDIT_WRITE',
    'AUDIT_CONTROL',
    'SETFCAP',
  ],
  ...['MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'AUDIT_READ'],
];

/**
 * The capabilities that a process may have at most.
 *
 * @param status Of the process, as proc_pid_status(5) has it: the line CapBnd is a mask in hexadecimal digits.
 * @returns Names as Docker has them; none where the line is missing.
 */
export function boundingSet(status: string): string[] {
  const mask = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return capabilities.filter((_, number) => (mask >> BigInt(number)) & 1n);
}

/** The weight of a container that nobody gives one (Docker Engine API, CpuShares). */
const ordinaryShares = 1024;

/** The type package lacks one of them (Docker Engine API 1.41, HostConfig). */
type RootOptions = Dockerode.HostConfig & { readonly CgroupnsMode: 'private' };

/**
 * Docker's options for these rights.
 *
 * A control group of its own in both cases: what runs inside makes groups below what it takes for the root. A whole cluster
 * may run inside, with deadlines of its own, so it gets processor time before single commands do.
 */
export function rootOptions(rights: RootRights): RootOptions {
  const always = { CgroupnsMode: 'private', CpuShares: 8 * ordinaryShares } as const;
  if (rights === 'privileged') return { Privileged: true, ...always };
  return {
    CapAdd: boundingSet(readFileSync('/proc/self/status', 'utf8')),
    SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
    MaskedPaths: [],
    ReadonlyPaths: [],
    DeviceCgroupRules: ['a *:* rwm'],
    ...always,
  };
}
