import { existsSync } from 'node:fs';

/** The settings by which a container trusts, and reaches, the same hosts as this machine. */
export interface Trust {
  readonly env: readonly string[];
  readonly binds: readonly string[];
}

/** The path of the host's bundle in a container. No image has a file there that it would hide. */
export const bundlePath = '/run/host-certificates.crt';

/** The variables by which Node, OpenSSL, curl, git, Python and npm are told of a CA bundle. */
const bundleVariables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'REQUESTS_CA_BUNDLE',
  'PIP_CERT',
];

const proxyVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/**
 * The host's CA bundle and proxy settings, as Dagger gives them to containers, for networks with a CA of their own.
 * Only where the host itself is told of a bundle by a variable; what the container sets itself is left alone.
 *
 * @param containerEnv The container's own variables, `NAME=value`.
 * @param go Settings of the host's Go, `NAME=value`: it has them in a file, where a container's would not look.
 */
export function hostTrust(
  containerEnv: readonly string[],
  go: readonly string[],
  host: NodeJS.ProcessEnv = process.env,
): Trust {
  const own = new Set(containerEnv.map((variable) => variable.split('=', 1)[0]));
  const bundle = bundleVariables
    .map((name) => host[name])
    .find((file) => file !== undefined && existsSync(file));
  const proxies = proxyVariables.flatMap((name) =>
    host[name] !== undefined && !own.has(name) ? [`${name}=${host[name]}`] : [],
  );
  const env = [...proxies, ...go.filter((line) => !own.has(line.split('=', 1)[0]))];
  if (bundle === undefined) return { env, binds: [] };
  const told = bundleVariables.filter((name) => !own.has(name)).map((name) => `${name}=${bundlePath}`);
  return { env: [...env, ...told], binds: [`${bundle}:${bundlePath}:ro`] };
}
