import { unavailable } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainText } from '../../verdict/plain-text.ts';

/** Facts of a failed build. */
export interface FailedBuild {
  readonly message: string;
  /** Output of the failing command, if a command failed. */
  readonly output?: string;
  /** The Dockerfile's text. */
  readonly dockerfile?: string;
}

/** Messages about a base image, a daemon or a network that could not be reached, which is no fault of the Dockerfile. */
const outOfReach = new RegExp(
  [
    // Dagger's engine, BuildKit, and errors of Go's net package and of registries that they pass on.
    'no such host|connection (refused|reset)|network is unreachable|dial tcp|i/o timeout|TLS handshake',
    'failed to (resolve|do request)|toomanyrequests|429 Too Many Requests|50[234] (Bad Gateway|Service Unavailable|Gateway Time-?out)',
    // The local engine.
    'could not be (reached|had|pulled)|no recipe|no container registry answers|the pull failed',
    'no Docker daemon answers|the Docker daemon stopped answering|Cannot connect to the Docker daemon',
    // Node and npm in a step of the build, and a machine that is full.
    // Its own deadline.
    String.raw`the build did not end in \d+ s`,
    'EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|no space left',
  ].join('|'),
  'i',
);

/** BuildKit's message for a step whose command failed. The network is then not the cause, whatever the command printed. */
const stepFailed =
  /(?:process "(?<command>[^]+?)" did not complete successfully|executor failed running \[(?<old>[^]+?)\]): exit code: (?<code>\d+)/;

/** BuildKit's message for an unknown instruction or flag: a mistake, or a syntax that is newer than BuildKit. */
const notUnderstood = /unknown instruction: (?<word>\S+)|unknown flag: (?<flag>-*[\w-]+)/i;

/** Flags and forms of Dockerfile syntax 1.3 and later, which Docker before 23 does not support (Dockerfile reference). */
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

/**
 * Decides on a failed build. It is red for a step whose command failed and for a mistake in the Dockerfile, and
 * unavailable if a base image, a network or the daemon could not be reached, or if the daemon is older than the
 * Dockerfile's syntax.
 */
export function decideFailedBuild({ message, output, dockerfile = '' }: FailedBuild): Decision {
  const said = plainText(output ?? '', 20_000);
  const detail = said === '' ? message : `${message}: ${said.slice(-1500)}`;
  const step = stepFailed.exec(detail)?.groups;
  if (step !== undefined) return failedImage(stepFault(step, said));
  const newer = newerSyntax(detail, dockerfile);
  if (newer !== undefined) {
    return unavailable(
      `the image could not be built: this machine's Docker reads an older Dockerfile syntax than ${newer} needs; Docker 23 or newer reads it`,
    );
  }
  const secret = missingSecret.exec(detail)?.groups?.['name'];
  if (secret !== undefined) return unavailable(withoutSecret(secret));
  if (outOfReach.test(detail)) return unavailable(`the image could not be built: ${detail}`);
  return failedImage({ rule: 'build', message: detail });
}

/** BuildKit's message for a secret that a step requires and that nobody has given, in its older and newer words. */
const missingSecret = /\bsecret (?<name>[\w.-]+)(?: not found)?: not found\b/;

function withoutSecret(name: string): string {
  const token = ['npm_token', 'npmrc'].includes(name) ? '--npm-token=env:NPM_TOKEN, or ' : '';
  return `the image could not be built: the build mounts the secret ${name}, and this call gives none of that id: give ${token}with-build-secret --name=${name} --value=env:NAME before the function`;
}

/** The fault of a step that failed: its command in one line, and its output below. */
function stepFault(
  { command, old = '', code = '' }: Readonly<Record<string, string | undefined>>,
  said: string,
): Fault {
  const shown = (command ?? old).replace(/^\/bin\/sh -c /, '').replaceAll(/\s+/g, ' ');
  const head = `a step of the Dockerfile failed with code ${code}: ${shown.slice(0, 300)}`;
  return { rule: 'build', message: said === '' ? head : `${head}\n${said.slice(-1500)}` };
}

/** The syntax of the Dockerfile that is newer than its parser; undefined if the error has another cause. */
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

/** Lines within heredocs, including their end marks. */
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

interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly fix?: string;
}

/** The image gate, red for one finding, whose first line is the reason. */
export function failedImage(part: Fault): Decision {
  const finding: Finding = { tool: 'image', severity: 'HIGH', file: 'Dockerfile', ...part };
  return { outcome: 'failed', reason: part.message.split('\n')[0] ?? part.message, findings: [finding] };
}
