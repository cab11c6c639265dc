import { unavailable } from './evidence.ts';
import type { Decision, Finding } from './model.ts';
import { plainText } from './parsers/plain-text.ts';

/** A build that worked: what the image says of itself. */
export interface BuiltImage {
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The revision that was given to the build. */
  readonly revision: string;
  /** Why it is not known. */
  readonly whyUnknown?: string;
}

/** A build that did not. */
export interface FailedBuild {
  readonly message: string;
  /** What the failing command printed, where it was a command that failed. */
  readonly output?: string;
  /** The Dockerfile's text. */
  readonly dockerfile?: string;
}

/** Labels that every image should carry (OCI image specification, "Pre-Defined Annotation Keys"). */
export const expectedLabels = ['revision', 'created', 'version', 'source'].map(
  (key) => `org.opencontainers.image.${key}`,
);

/** Label that says when the commit was made that an image is built from. */
export const createdLabel = 'org.opencontainers.image.created';

/**
 * When the commit of an image was made, by that label, as RFC 3339 in UTC; undefined where it says no time, or the epoch,
 * which stands for one that was not known.
 */
export function commitTimeOf(label: string | null | undefined): string | undefined {
  const time = /^\d{4}-\d\d-\d\dT/.test(label ?? '') ? Date.parse(label ?? '') : Number.NaN;
  return time > 0 ? new Date(time).toISOString() : undefined;
}

/** What is said when a base image, a daemon or a network could not be had, which is no fault of the Dockerfile. */
const outOfReach = new RegExp(
  [
    // Dagger's engine, BuildKit and what they pass on of Go's net and of registries.
    'no such host|connection (refused|reset)|network is unreachable|dial tcp|i/o timeout|TLS handshake',
    'failed to (resolve|do request)|toomanyrequests|429 Too Many Requests|50[234] (Bad Gateway|Service Unavailable|Gateway Time-?out)',
    // The local engine.
    'could not be (reached|had|pulled)|no recipe|no container registry answers|the pull failed',
    'no Docker daemon answers|the Docker daemon stopped answering|Cannot connect to the Docker daemon',
    // Node and npm in a step of the build, and a machine that is full.
    'EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|no space left',
  ].join('|'),
  'i',
);

/**
 * Decides the image gate: red when the build fails or when the revision is not in the image that says it has one;
 * unavailable when a base image, a network or the daemon could not be had.
 */
export function decideImage(build: BuiltImage | FailedBuild): Decision {
  if ('message' in build) return decideFailedBuild(build);
  const baked = build.labels['org.opencontainers.image.revision'];
  if (baked !== undefined && baked !== build.revision) {
    const message = `the image says revision ${baked}, built from ${build.revision}`;
    return failed({ rule: 'revision', message, fix: 'Pass ARG REVISION to the label in the last stage.' });
  }
  const missing = expectedLabels.filter((label) => (build.labels[label] ?? '') === '');
  const notes = [
    ...(build.whyUnknown === undefined ? [] : [`no commit is known: ${build.whyUnknown}`]),
    ...missing.map((label) => `the image has no label ${label}`),
  ];
  const user = build.user === '' ? 'root' : build.user;
  return { outcome: 'passed', reason: `built from ${build.revision}, user ${user}`, findings: [], notes };
}

/**
 * The images that a Dockerfile builds on, stages of its own and `scratch` apart; what is written with a variable stays
 * as it is written (Dockerfile reference, FROM).
 */
export function baseImages(dockerfile: string): string[] {
  const lines = [...dockerfile.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?/gim)];
  const stages = new Set(['scratch', ...lines.map(([, , name = '']) => name.toLowerCase())]);
  return [...new Set(lines.map(([, image = '']) => image))].filter(
    (image) => !stages.has(image.toLowerCase()),
  );
}

/** What BuildKit says of a step whose command ended with an error: then the network is no cause, whatever that printed. */
const stepFailed = /did not complete successfully: exit code|executor failed running \[/;

/** What BuildKit says of a word that it does not know: a mistake, or a syntax that is newer than itself. */
const notUnderstood = /unknown instruction: (?<word>\S+)|unknown flag: (?<flag>-*[\w-]+)/i;

/** Flags and forms of Dockerfile syntax 1.3 and later, which Docker before 23 does not read (Dockerfile reference). */
const newerFlags = [
  'link',
  'checksum',
  'keep-git-dir',
  'parents',
  'exclude',
  'start-interval',
  'network',
  'security',
];

function decideFailedBuild({ message, output, dockerfile = '' }: FailedBuild): Decision {
  const said = plainText(output ?? '', 20_000);
  const detail = said === '' ? message : `${message}: ${said.slice(-1500)}`;
  if (stepFailed.test(detail)) return failed({ rule: 'build', message: detail });
  const newer = newerSyntax(detail, dockerfile);
  if (newer !== undefined) {
    return unavailable(
      `the image could not be built: this machine's Docker reads an older Dockerfile syntax than ${newer} needs; Docker 23 or newer reads it`,
    );
  }
  if (outOfReach.test(detail)) return unavailable(`the image could not be built: ${detail}`);
  return failed({ rule: 'build', message: detail });
}

/** What in the Dockerfile is newer than the one who reads it; undefined where the error is about something else. */
function newerSyntax(detail: string, dockerfile: string): string | undefined {
  const { word, flag } = notUnderstood.exec(detail)?.groups ?? {};
  const name = flag?.replace(/^-+/, '').toLowerCase();
  if (name !== undefined) return newerFlags.includes(name) ? `--${name}` : undefined;
  if (word === undefined) return undefined;
  const inside = heredocLines(dockerfile).some((line) =>
    line.trim().toLowerCase().startsWith(word.toLowerCase()),
  );
  return inside ? 'a heredoc (<<)' : undefined;
}

/** Lines within heredocs, their ends included. */
function heredocLines(dockerfile: string): string[] {
  const found: string[] = [];
  let end: string | undefined;
  for (const line of dockerfile.split(/\r?\n/)) {
    if (end !== undefined) {
      found.push(line);
      if (line.replace(/^\t+/, '') === end) end = undefined;
    } else {
      end = /^\s*(?:RUN|COPY|ADD)\b.*<<-?["']?(\w+)/i.exec(line)?.[1];
    }
  }
  return found;
}

function failed(part: { rule: string; message: string; fix?: string }): Decision {
  const finding: Finding = { tool: 'image', severity: 'HIGH', file: 'Dockerfile', ...part };
  return { outcome: 'failed', reason: part.message.split('\n')[0] ?? part.message, findings: [finding] };
}
