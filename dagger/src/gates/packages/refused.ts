import type { Evidence } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';

/** How package managers say that a registry wants a token, or that it has no such package for whoever asks. */
const refused = new RegExp(
  [
    // npm; pnpm; Yarn 1; Yarn; Bun.
    String.raw`^npm (?:error|ERR!) code E40[134]\b`,
    String.raw`\bERR_PNPM_FETCH_40[134]\b`,
    String.raw`Request failed "40[134] |Couldn't find package "`,
    // Yarn 1 writes what the registry says, or how the network failed.
    String.raw`^error (?:An unexpected error occurred: ")?(?:Error: )?https?:\S+: (?!.*(?:getaddrinfo|connect|socket|timed? ?out|certificate|E[A-Z]{4,}))`,
    String.raw`Response Code: 40[134]\b|\bYN0041\b|\bYN0033\b`,
    String.raw`\bGET https?:\S+ - 40[134]\b|registry returned 40[134]\b`,
  ].join('|'),
  'm',
);

/**
 * A decision about a failed installation, with what to do where a registry refused a package: it may be private.
 * @param hasToken whether the registry was given a token
 */
export function withTokenHint(
  decision: Decision | undefined,
  { stdout, stderr }: Pick<Evidence, 'stdout' | 'stderr'>,
  hasToken: boolean,
): Decision | undefined {
  if (decision?.outcome !== 'unavailable' || !refused.test(`${stdout}\n${stderr}`)) return decision;
  const hint = hasToken
    ? 'the registry refused what --npm-token gave: renew the token, or let it read this package'
    : 'if the package is private, give a token that may read it: --npm-token=env:NPM_TOKEN';
  return { ...decision, reason: `${decision.reason}; ${hint}` };
}
