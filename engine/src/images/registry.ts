import type { RegistryAnswers } from './types.ts';

/** The time within which a registry must answer, in milliseconds. */
const probeTimeoutMs = 3000;

/** Header that only a registry sends (distribution specification), so that a proxy's own error page is not taken for one. */
const registryHeader = 'docker-distribution-api-version';

/** Registries on this machine speak plain HTTP, and the Docker daemon lets them. */
const isLoopback = (host: string) => /^(127\.\d+\.\d+\.\d+|localhost)(:\d+)?$/.test(host);

/** Tells whether an answer to GET /v2/ is a registry's: 200, 401, or any status with a registry's own header. */
export function isRegistryAnswer(status: number, hasHeader: boolean): boolean {
  return status === 200 || status === 401 || hasHeader;
}

async function probe(url: string, signal: AbortSignal | undefined): Promise<boolean> {
  const timeout = AbortSignal.timeout(probeTimeoutMs);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    await response.body?.cancel();
    return isRegistryAnswer(response.status, response.headers.has(registryHeader));
  } catch {
    // Whatever the network said, nothing answered; only the caller's own wish to stop is more than that.
    signal?.throwIfAborted();
    return false;
  }
}

/** Makes a probe that asks each host once: what answers, or does not, is taken to stay so. */
export function createRegistryProbe(): RegistryAnswers {
  const answers = new Map<string, Promise<boolean>>();
  const ask = async (host: string, signal?: AbortSignal) =>
    (isLoopback(host) && (await probe(`http://${host}/v2/`, signal))) ||
    (await probe(`https://${host}/v2/`, signal));
  return (host, signal) => {
    const known = answers.get(host);
    if (known !== undefined) return known;
    const answer = ask(host, signal);
    answers.set(host, answer);
    // A probe that was stopped has told nothing: the next one asks again.
    answer.catch(() => answers.delete(host));
    return answer;
  };
}
