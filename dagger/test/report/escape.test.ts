import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXml } from '../../src/gates/test/xml.ts';
import { withoutControls } from '../../src/verdict/plain-text.ts';
import { escapeHtml, escapeMarkdown, escapeXml } from '../../src/report/escape.ts';
import { linkTo, markup } from '../../src/report/page/markup.ts';
import { hostileText } from './sample.ts';

const anyText = fc.string({ unit: 'binary' });

/** What a browser makes of numeric references. */
const unescapeHtml = (text: string): string =>
  text.replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)));

describe('HTML', () => {
  test('no text opens a tag, leaves an attribute or starts an entity of its own', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeHtml(text).replace(/&#\d+;/g, '')).not.toMatch(/[<>"'`&]/);
      }),
    );
  });

  test('what is shown is the text', () => {
    fc.assert(fc.property(anyText, (text) => unescapeHtml(escapeHtml(text)) === withoutControls(text)));
  });

  test('text that is escaped already is escaped again', () => {
    expect(escapeHtml('&lt;')).toBe('&#38;lt;');
  });

  test('a template escapes every value but markup', () => {
    expect(
      markup`<p title="${'"'}">${'<b>'}${markup`<i>${1}</i>`}${undefined}${[markup`<br>`]}</p>`.text,
    ).toBe('<p title="&#34;">&#60;b&#62;<i>1</i><br></p>');
  });

  test.each([
    'javascript:alert(1)',
    'JAVASCRIPT:x',
    'data:text/html,x',
    ' https://a',
    'https://a"x',
    '//evil.example',
    undefined,
  ])('%s is no link', (url) => {
    expect(linkTo(url, 'words').text).toBe('words');
  });

  test('an https address is one', () => {
    expect(linkTo('https://a.example/?b=1&c', 'w').text).toBe(
      '<a href="https://a.example/?b=1&#38;c" rel="noopener noreferrer">w</a>',
    );
  });
});

describe('Markdown', () => {
  test('no text keeps a mark of Markdown or HTML, nor a line end', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped.replace(/&#\d+;/g, '').replace(/\\[\\`*_{}[\]()#+\-.!|~$:=^]/g, '')).not.toMatch(
          /[\\`*_{}[\]()#!|~$<>&"'@]/,
        );
        expect(escaped).not.toMatch(/[\n\r]/);
      }),
    );
  });

  test.each([
    ['# heading', '\\# heading'],
    ['a | b', 'a \\| b'],
    ['<script>', '&#60;script&#62;'],
    ['[x](https://evil.example)', '\\[x\\]\\(https\\://evil\\.example\\)'],
    ['![x](y)', '\\!\\[x\\]\\(y\\)'],
    ['@everyone', '&#64;everyone'],
    ['one\n\n- two', 'one \\- two'],
    ['`code` **bold** ~~gone~~ $x$', '\\`code\\` \\*\\*bold\\*\\* \\~\\~gone\\~\\~ \\$x\\$'],
    ['\\|', '\\\\\\|'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

describe('XML', () => {
  test('any text comes back from an attribute and from an element, less what XML cannot hold', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const root = readXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
        const held = withoutControls(text).replace(/[\ufffe\uffff]/g, '');
        expect([root.attributes.get('b'), root.text]).toEqual([held, held]);
      }),
    );
  });

  test('CDATA cannot be closed, for there is none', () => {
    expect(escapeXml(hostileText)).not.toContain(']]>');
  });
});
