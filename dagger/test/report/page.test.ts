import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { script, scriptDigest } from '../../src/report/page/script.ts';
import { style, styleDigest } from '../../src/report/page/style.ts';
import { finding, gate, hostileVerdict, manyFindings, redVerdict, verdict } from './sample.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The text that a reader sees, without tags. */
const words = (page: string): string =>
  page
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\s+/g, ' ');

const samples = {
  green: verdict(),
  red: redVerdict(),
  hostile: hostileVerdict(),
  many: manyFindings(500),
  none: verdict({ gates: [], outcome: 'unavailable', exitCode: 3 }),
};

describe('one self-contained file', () => {
  test('style and script are those of the policy', () => {
    expect([sha256(style), sha256(script)]).toEqual([styleDigest, scriptDigest]);
    const page = renderPage(redVerdict());
    expect(/<style>(.*)<\/style>/s.exec(page)?.[1]).toBe(style);
    expect(/<script>(.*)<\/script>/s.exec(page)?.[1]).toBe(script);
    expect(page).toContain(
      `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-${styleDigest}'`,
    );
  });

  test.each(Object.entries(samples))(
    '%s: nothing is loaded, no style or handler stands in an attribute',
    (_name, sample) => {
      const page = renderPage(sample)
        .replace(/<style>.*?<\/style>/s, '')
        .replace(/<script>.*?<\/script>/s, '');
      expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|base)\b/i);
      expect(page).not.toMatch(/<[^>]*\s(?:style|src|on\w+)=/i);
    },
  );

  test.each(Object.entries(samples))('%s: every element that is opened is closed', (_name, sample) => {
    const open: string[] = [];
    const body = renderPage(sample)
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<script>.*?<\/script>/s, '');
    for (const [, slash, name = '', self] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/gi)) {
      if (['meta', 'input', 'br'].includes(name) || self === '/') continue;
      if (slash === '/') expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('a run without findings needs no script', () => {
    expect(renderPage(verdict())).not.toContain('<script>');
  });
});

describe('what a reader finds', () => {
  const text = words(renderPage(redVerdict()));

  test('the verdict comes first', () => {
    expect(text).toMatch(
      /^ ?Failed, 5 findings · messenger \S+ messenger at \S+ Failed: lint , semgrep and audit \. Gates passed 1 of 10/,
    );
  });

  test.each([
    [
      'file, line and rule',
      'service/src/store/users.ts:117:21 · sql-concatenation · semgrep · CWE-89 · OWASP A03:2021',
    ],
    ['what to do', "What to do: Use parameters: db.query('select ... where name = $1', [name])."],
    [
      'dependency and path',
      'lodash 4.17.20, in production, fixed in 4.17.21, by way of @messenger/service > async-tools@2.1.0 > lodash@4.17.20',
    ],
    ['what was tolerated', '1 finding below the threshold or excepted: 1 medium'],
    ['what stopped a gate', 'smoke stopped stopped by lint'],
    ['what is not configured', 'hadolint not configured not named by pipeline.json'],
    ['coverage, rounded down', 'Lines 93.4 %'],
    ['an image made from packages', 'semgrep semgrep/semgrep:1.182.0 made from packages'],
    [
      'an image with its digest',
      'node:24.21.0-trixie-slim sha256:3489c7674813ba5d8b1a9977baea8a6e553784dab7b84759d1014dbd78f7ebd5',
    ],
    ['an image without one', 'postgres:18.1 no digest'],
    [
      'an exception',
      'GHSA-vh95-rmgr-6w4m npm-audit used development only, no untrusted input reaches it (ana@example.org) 2027-01-31',
    ],
  ])('%s', (_what, words) => {
    expect(text).toContain(words);
  });

  test('the way from a red gate to its findings', () => {
    const page = renderPage(redVerdict());
    expect(page.match(/href="#gate-lint"/g)).toHaveLength(2);
    expect(page.match(/id="gate-lint"/g)).toHaveLength(1);
  });

  test('the critical path, in words and in the drawing', () => {
    const page = renderPage(verdict());
    expect(words(page)).toContain('on the critical path: test → image → scan-vulnerabilities');
    expect(page.match(/class="bar critical"/g)).toHaveLength(3);
  });

  test('all of five hundred findings', () => {
    const page = renderPage(manyFindings(500));
    expect(page.match(/<li data-finding>/g)).toHaveLength(500);
    expect(page).not.toContain('in verdict.json.</p></details>');
  });

  test('of a gate with thousands the worst two thousand, and how many more there are', () => {
    const { gates } = manyFindings(6003);
    const page = renderPage(verdict({ gates }));
    expect(page.match(/<li data-finding>/g)).toHaveLength(6000);
    expect(page.match(/1 more finding in verdict\.json/g)).toHaveLength(3);
  });

  test('that nothing was found, only where gates ran', () => {
    expect(words(renderPage(verdict()))).toContain('No gate that ran found anything');
    expect(words(renderPage(samples.none))).toMatch(/Could not be checked: no gate ran.*No gate ran\./);
  });

  test('an exception that is red stands first', () => {
    const entry = { tool: 't', reason: 'r', owner: 'o', expires: '2027-01-31' };
    const page = renderPage(
      verdict({
        exceptions: [
          { ...entry, id: 'ID-1', state: 'used' },
          { ...entry, id: 'ID-2', state: 'expired' },
        ],
      }),
    );
    expect(page.indexOf('ID-2')).toBeLessThan(page.indexOf('ID-1'));
  });
});

describe('the timeline', () => {
  test('has a bar for each gate that ran and none for the others', () => {
    expect(renderPage(redVerdict()).match(/<rect class="bar/g)).toHaveLength(5);
  });

  test('lies within its width, whatever the times', () => {
    const gates = [
      gate({ gate: 'a', startMs: 0, durationMs: 0 }),
      gate({ gate: 'b', startMs: 3, durationMs: 86_400_000 }),
    ];
    const page = renderPage(verdict({ gates }));
    for (const [, x = '', width = ''] of page.matchAll(
      /<rect class="bar[^"]*" x="([\d.]+)%" y="\d+" width="([\d.]+)%"/g,
    )) {
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(100.5);
    }
    expect(page.match(/class="tick"/g)?.length).toBeLessThanOrEqual(6);
  });
});

test('hostile text is shown as it is and does nothing', () => {
  const page = renderPage(hostileVerdict());
  expect(page).not.toContain('javascript:alert(1)"');
  for (const bad of ['\u0000', '\u001b', '\u202e']) expect(page).not.toContain(bad);
  expect(words(page)).toContain('</script><script>alert(1)</script> <img src=x onerror=alert(1)>');
});

describe('what asks for less than the defaults', () => {
  const weaker = verdict({
    weakened: [{ setting: '/coverage/lines', text: 'is <40> %, by default 85 %', than: 'defaults' }],
    gates: [gate({ suppressed: [finding({ rule: 'ts-ignore', message: '// @ts-ignore' })] })],
  });

  test('has its place: settings, and what the source silences', () => {
    const page = words(renderPage(weaker));
    expect(page).toContain('Weaker than the defaults');
    expect(page).toMatch(/\/coverage\/lines is (?:<|&lt;)40(?:>|&gt;) %, by default 85 %/);
    expect(page).toContain('1 suppression in the source');
  });

  test('says what is weaker than the target branch, and why nothing could be compared', () => {
    const setting = { setting: 'Dockerfile', text: 'is gone', than: 'base' as const };
    const compared = verdict({ weakened: [setting], base: { name: 'origin/HEAD', commit: 'c1' } });
    expect(words(renderPage(compared))).toMatch(/Weaker than origin\/HEAD.*Dockerfile is gone/s);
    const alone = verdict({ base: { name: 'origin/HEAD', reason: 'the clone has no <origin>' } });
    expect(words(renderPage(alone))).toContain(
      'Not compared with a target branch: the clone has no <origin>',
    );
  });

  test('is not there where there is none', () => {
    expect(words(renderPage(verdict()))).not.toMatch(/Weaker|compared|suppression/);
  });
});

test('each part of a gate has a row below the gate, as plain text', () => {
  const parts = [{ folder: '<b>packages</b>', outcome: 'failed', reason: '1 test failed' }] as const;
  const page = renderPage(verdict({ gates: [gate({ gate: 'test', reason: '1 of 1 parts failed', parts })] }));
  expect(words(page)).toMatch(/test passed 8\.4 s 1 of 1 parts failed <b>packages<\/b> failed 1 test failed/);
  expect(page).not.toContain('<b>packages</b>');
});
