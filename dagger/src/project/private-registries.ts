/** Texts of files at the top, by name; a file that is not there is absent. */
type Texts = Readonly<Record<string, string>>;

/** Files at the top in which the package managers are told of registries. */
export const registryFiles = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'bunfig.toml', 'pnpm-workspace.yaml'];

/** How each of these files names a registry, for all packages or for a scope. */
const forms: Readonly<Record<string, RegExp>> = {
  '.npmrc': /^[^\S\n]*(?:@[^:=\s]+:)?registry[^\S\n]*=[^\S\n]*(\S+)/gm,
  '.yarnrc': /^\s*"?(?:@[^":\s]+:)?registry"?\s+"?([^"\s]+)/gm,
  '.yarnrc.yml': /^\s*npmRegistryServer:\s*["']?([^"'\s]+)/gm,
  'bunfig.toml': /^[^#\n]*=[^#\n]*?["'](https?:\/\/[^"'\s]+)["']/gm,
  'pnpm-workspace.yaml': /^\s+["']?(?:default|@[^"':\s]+)["']?:\s*["']?(https?:\/\/[^"'\s]+)/gm,
};

/**
 * The registries that a project names and that may be given a token, as URLs. One without encryption is given none, unless
 * it is in a private network (RFC 1918): everybody on the way could read it.
 */
export function registriesNamed(texts: Texts): string[] {
  const named = Object.entries(forms).flatMap(([file, form]) =>
    [...(texts[file] ?? '').matchAll(form)].map(([, url = '']) => url),
  );
  return [...new Set(named.flatMap((url) => trusted(url) ?? []))];
}

const privateHost =
  /^(?:localhost|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})$/;

function trusted(text: string): string | undefined {
  const plain = text.replace(/^["']|["']$/g, '');
  // A variable of a machine has no value here.
  if (plain.includes('$') || !URL.canParse(plain)) return undefined;
  const url = new URL(plain);
  const isEncrypted = url.protocol === 'https:';
  if (!isEncrypted && !(url.protocol === 'http:' && privateHost.test(url.hostname))) return undefined;
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/?$/, '/')}`;
}

/** How a project's own settings name the variable that has the token: `_authToken=${NPM_TOKEN}`. */
const tokenForm = /(?:_authToken|_auth|npmAuthToken|token)["']?\s*[:=]\s*["']?\$\{?([A-Za-z_]\w*)/g;

/**
 * Names of the variables in which a project's settings expect the token; NPM_TOKEN is among them. Others than such of
 * secrets are left out: PATH is not overwritten.
 */
export function tokenVariables(texts: Texts): string[] {
  const named = registryFiles.flatMap((file) =>
    [...(texts[file] ?? '').matchAll(tokenForm)].map(([, name = '']) => name),
  );
  return [...new Set(['NPM_TOKEN', ...named.filter((name) => /token|auth|secret|pass|key/i.test(name))])];
}

/** Settings of a user with the token, for npm and all who read its files. */
export function npmrcWith(registries: readonly string[], token: string): string {
  return registries.map((url) => `${withoutProtocol(url)}:_authToken=${token}\n`).join('');
}

/** The same for Yarn 1, which else gives the token only for packages with a scope. */
export function classicNpmrcWith(registries: readonly string[], token: string): string {
  const always = registries.map((url) => `${withoutProtocol(url)}:always-auth=true\n`).join('');
  return `${npmrcWith(registries, token)}${always}`;
}

/** The same for Yarn 2 and later, which reads no `.npmrc`. */
export function yarnrcWith(registries: readonly string[], token: string): string {
  const entries = registries.map((url) => {
    const key = JSON.stringify(withoutProtocol(url).replace(/\/$/, ''));
    return `  ${key}:\n    npmAlwaysAuth: true\n    npmAuthToken: ${JSON.stringify(token)}\n`;
  });
  return entries.length === 0 ? '' : `npmRegistries:\n${entries.join('')}`;
}

/** An `.npmrc` for a build of the image: the project's registries, and the token for them. */
export function buildNpmrc(npmrc: string, registries: readonly string[], token: string): string {
  const named = npmrc
    .split(/\r?\n/)
    .filter((line) => /^\s*(?:@[^:=\s]+:)?registry\s*=/.test(line))
    .map((line) => `${line.trim()}\n`);
  return `${named.join('')}${npmrcWith(registries, token)}`;
}

function withoutProtocol(url: string): string {
  return url.replace(/^https?:/, '');
}
