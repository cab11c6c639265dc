import type { Machine } from './machine.ts';

/** A requirement of the local engine or its tests. */
export type Need =
  'Docker daemon' | 'mmdebstrap' | 'Debian keyring' | 'PostgreSQL' | 'Chromium' | 'pip' | 'jq';

/** The action for a requirement. */
export type Action =
  | { readonly kind: 'there'; readonly need: Need; readonly detail: string }
  | { readonly kind: 'not-needed'; readonly need: Need; readonly detail: string }
  | { readonly kind: 'install'; readonly need: Need; readonly packages: readonly string[] }
  | { readonly kind: 'start'; readonly need: Need }
  | ({ readonly kind: 'problem'; readonly need: Need } & Problem);

/** A problem: what happened, what was expected, and what to do next, a sentence each. */
export interface Problem {
  readonly happened: string;
  readonly expected: string;
  readonly next: string;
}

/** Decides what each need asks for, from what was found. Nothing is run here. */
export function planSetup(machine: Machine, { tests }: { readonly tests: boolean }): Action[] {
  const plan = [planDocker(machine), ...planImages(machine)];
  if (!tests) return plan;
  return [
    ...plan,
    program(machine, 'PostgreSQL', machine.postgresql, ['postgresql']),
    program(machine, 'Chromium', machine.chromium, ['chromium']),
    program(machine, 'pip', machine.pip, ['python3-pip']),
    program(machine, 'jq', machine.jq, ['jq']),
  ];
}

const isDebian = ({ distribution }: Machine) => distribution.includes('debian');
const isUbuntu = ({ distribution }: Machine) => distribution.includes('ubuntu');

/** Packages are installed where their names are known and the user may. */
const mayInstall = (machine: Machine) => machine.root && (isDebian(machine) || isUbuntu(machine));

function planDocker(machine: Machine): Action {
  const need = 'Docker daemon';
  const { docker } = machine;
  const expected = 'A Docker daemon, version 20.10 or later, that answers this user';
  switch (docker.status) {
    case 'answers':
      return { kind: 'there', need, detail: `version ${docker.version} answers` };
    case 'denied':
      return {
        kind: 'problem',
        need,
        happened: 'Its socket refuses this user',
        expected,
        next: 'Add the user to the group docker and log in again, or run this as root',
      };
    case 'silent':
      return {
        kind: 'problem',
        need,
        happened: 'It takes the connection and does not answer',
        expected,
        next: 'Look at its log and restart it; nothing was done here, because it may be running containers',
      };
    case 'elsewhere':
      return {
        kind: 'problem',
        need,
        happened: `DOCKER_HOST is ${docker.host}, and nothing answers there`,
        expected,
        next: 'Start that daemon, or unset DOCKER_HOST to use one on this machine',
      };
    case 'down':
      return planDownDocker(machine, docker.installed);
  }
}

function planDownDocker(machine: Machine, installed: boolean): Action {
  const need = 'Docker daemon';
  if (installed && machine.root) return { kind: 'start', need };
  if (!installed && mayInstall(machine)) return { kind: 'install', need, packages: ['docker.io'] };
  const expected = 'A Docker daemon, version 20.10 or later, that answers this user';
  return installed
    ? {
        kind: 'problem',
        need,
        happened: 'It is installed and does not run, and only root can start it',
        expected,
        next: 'Start it (systemctl start docker), or run npm run setup as root',
      }
    : {
        kind: 'problem',
        need,
        happened: `It is not installed, and ${whyNotInstalled(machine)}`,
        expected,
        next: 'Install Docker Engine (packages docker.io or docker-ce), start it, and run npm run setup again',
      };
}

/** The requirements for making images from packages; none where the registries answer. */
function planImages(machine: Machine): Action[] {
  const need = 'mmdebstrap';
  if (machine.silentRegistries.length === 0) {
    return [{ kind: 'not-needed', need, detail: 'container registries answer, so images are pulled' }];
  }
  const silent = `${machine.silentRegistries.join(' and ')} ${machine.silentRegistries.length > 1 ? 'do' : 'does'} not answer`;
  const expected = 'Linux x64 and root, which making base images from packages needs';
  if (machine.platform !== 'linux' || machine.arch !== 'x64') {
    const happened = `${silent}, and this machine is ${machine.platform} on ${machine.arch}`;
    return [{ kind: 'problem', need, happened, expected, next: 'Connect to the container registries' }];
  }
  if (!machine.root) {
    const happened = `${silent}, and this user is not root`;
    const next = 'Run npm run setup and the pipeline as root, or connect to the container registries';
    return [{ kind: 'problem', need, happened, expected, next }];
  }
  return [
    program(machine, need, machine.mmdebstrap, ['mmdebstrap']),
    program(machine, 'Debian keyring', machine.debianKeyring, ['debian-archive-keyring']),
  ];
}

/** A program that is there, is installed, or that somebody else has to install. */
function program(
  machine: Machine,
  need: Need,
  path: string | undefined,
  packages: readonly string[],
): Action {
  if (path !== undefined) return { kind: 'there', need, detail: path };
  // Ubuntu's package of Chromium is an empty one that asks for a snap.
  const onlyDebian = need === 'Chromium';
  if (mayInstall(machine) && (!onlyDebian || !isUbuntu(machine))) return { kind: 'install', need, packages };
  return {
    kind: 'problem',
    need,
    happened: `It was not found, and ${onlyDebian && isUbuntu(machine) ? 'Ubuntu has it only as a snap' : whyNotInstalled(machine)}`,
    expected: `${need} on PATH or in its usual folder`,
    next: `Install ${packages.join(', ')} (Debian's name) and run npm run setup again`,
  };
}

function whyNotInstalled(machine: Machine): string {
  if (!isDebian(machine) && !isUbuntu(machine)) {
    return "packages are installed here on Debian and Ubuntu only, and this is another system's machine";
  }
  return 'only root can install packages';
}
