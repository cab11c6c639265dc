import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpUrl, makeFinding, weaknesses } from '../../src/tools/make-finding.ts';
import { plainLine, plainText } from '../../src/verdict/plain-text.ts';

describe('plain text', () => {
  test.each([
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u009b31mC1', 'C1'],
    ['a\u0000b\u0008c\u007f', 'abc'],
    ['user\u202e\u2066 // admin', 'user // admin'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['half \ud800 pair', 'half \ufffd pair'],
    ['tab\tstays', 'tab\tstays'],
  ])('%j becomes %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  test('what is too long is cut, says so, and breaks no pair', () => {
    expect(plainText(`${'x'.repeat(9)}😀 and more`, 10)).toMatch(/^x{9}.? ?\[cut\]$/u);
    expect(plainText('x'.repeat(10), 10)).toBe('x'.repeat(10));
  });

  test('a megabyte is cut, whatever it holds', () => {
    expect(plainText('\u001b['.repeat(5_000_000)).length).toBeLessThan(5000);
  });

  test('no control but tab and newline survives, and a second pass changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = plainText(text);
        // eslint-disable-next-line no-control-regex -- they are what must be gone
        expect(plain).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(plain.isWellFormed()).toBe(true);
        expect(plainText(plain)).toBe(plain);
      }),
    );
  });

  test('a line has no newline', () => {
    expect(plainLine(' one\n\n two ')).toBe('one two');
  });
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'https://',
  'https://a b',
  'https://a"onclick=',
  'ftp://a',
  `https://a/${'x'.repeat(3000)}`,
])('%s is no link', (url) => {
  expect(httpUrl(url)).toBeUndefined();
});

test('weaknesses of every notation are told once', () => {
  const tags = [
    'external/cwe/cwe-089',
    'CWE-89: SQL Injection',
    'OWASP-A03:2021 - Injection',
    'A1:2017',
    'security',
    'HIGH CONFIDENCE',
  ];
  expect(weaknesses(tags)).toEqual(['CWE-89', 'OWASP A03:2021', 'OWASP A01:2017']);
});

test('a finding without text, place or rule still says something', () => {
  const finding = makeFinding({
    tool: 't',
    rule: '\u001b[0m',
    severity: 'LOW',
    message: '\u0000',
    file: '',
    line: 3,
    fix: '',
  });
  expect(finding).toEqual({ tool: 't', rule: 'unnamed', severity: 'LOW', message: 'no message' });
});
