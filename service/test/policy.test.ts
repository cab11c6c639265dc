import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';

/** The directives of a Content-Security-Policy. */
const directivesOf = (policy: string) =>
  new Map(
    policy.split(';').map((text) => {
      const [name = '', ...sources] = text.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );

/** The foreign sources that a policy allows; `data:` is for the empty icon of a page. */
function lax(policy: string): string[] {
  const directives = directivesOf(policy);
  const needed = ['default-src', 'script-src', 'style-src', 'base-uri', 'form-action', 'frame-ancestors'];
  const missing = needed.filter((name) => !directives.has(name));
  const open = [...directives].flatMap(([name, sources]) =>
    sources
      .filter((source) => source !== "'self'" && source !== "'none'")
      .filter((source) => !(name === 'img-src' && source === 'data:'))
      .map((source) => `${name} ${source}`),
  );
  return [...missing, ...open];
}

describe('the content security policy', () => {
  const policyOf = async (path: string) =>
    (await createWorld().call(path)).headers.get('content-security-policy') ?? '';

  it('of the page allows only the service itself', async () => {
    const policy = await policyOf('/');
    expect(lax(policy)).toEqual([]);
    expect(directivesOf(policy).get('default-src')).toEqual(["'none'"]);
  });

  it('of the reference allows, in addition, only styles on elements, which its library sets', async () => {
    expect(lax(await policyOf('/docs'))).toEqual(["style-src 'unsafe-inline'"]);
  });

  it.each(['/api/nothing', '/livez', '/openapi.json'])('of %s allows nothing', async (path) => {
    expect(await policyOf(path)).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  it.each([
    ["script-src 'self'", "script-src 'self' 'unsafe-inline'", "script-src 'unsafe-inline'"],
    ["script-src 'self'", "script-src 'self' 'unsafe-eval'", "script-src 'unsafe-eval'"],
    ["connect-src 'self'", 'connect-src *', 'connect-src *'],
    ["img-src 'self' data:", "img-src 'self' https://cdn.example.org", 'img-src https://cdn.example.org'],
    ["script-src 'self'", "script-src 'self' data:", 'script-src data:'],
    ["base-uri 'none'; ", '', 'base-uri'],
  ])('with %s as "%s" would not be strict', async (part, change, found) => {
    const policy = await policyOf('/');
    expect(policy).toContain(part);
    expect(lax(policy.replace(part, change))).toEqual([found]);
  });

  it.each(['/', '/docs'])('of %s suits its page, which has no inline script or style', async (path) => {
    const html = await (await createWorld().call(path)).text();
    expect(html).not.toMatch(
      /<script(?![^>]*\ssrc="\/)|<style|\son\w+=|\sstyle=|(src|href)="(https?:)?\/\//i,
    );
  });
});
