import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXml } from '../../../src/gates/test/xml.ts';

describe('XML that is read', () => {
  test('elements, attributes, text, CDATA, comments, entities', () => {
    const root = readXml(
      `\ufeff<?xml version="1.0"?><!-- c --><a one="1 &lt; 2" two='"'>x<![CDATA[<b>&amp;]]><c/>&#x41;&#66;&amp;lt;</a>`,
    );
    expect(root.attributes).toEqual(
      new Map([
        ['one', '1 < 2'],
        ['two', '"'],
      ]),
    );
    expect(root.text).toBe('x<b>&amp;AB&lt;');
    expect(root.children.map(({ name }) => name)).toEqual(['c']);
  });

  test('any text and attribute that is escaped comes back', () => {
    const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${String(sign.codePointAt(0))};`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const root = readXml(`<a b="${escape(text)}">${escape(text)}</a>`);
        expect([root.text, root.attributes.get('b')]).toEqual([text, text]);
      }),
    );
  });

  test('a hundred thousand elements side by side', () => {
    expect(readXml(`<a>${'<b/>'.repeat(100_000)}</a>`).children).toHaveLength(100_000);
  });
});

describe('XML that is refused', () => {
  test.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an entity of its own', '<a>&x;</a>'],
    ['entities that grow', `<!DOCTYPE l [<!ENTITY a "${'b'.repeat(1000)}">]><l>&a;</l>`],
    ['a processing instruction', '<?xml-stylesheet href="x"?><a/>'],
    ['a character beyond Unicode', '<a>&#x110000;</a>'],
    ['a bare ampersand', '<a>one & two</a>'],
    ['an element that is not closed', '<a><b></a>'],
    ['an element that is closed twice', '<a></a></a>'],
    ['two roots', '<a/><b/>'],
    ['text beside the root', '<a/>text'],
    ['a comment that does not end', '<a><!-- </a>'],
    ['CDATA that does not end', '<a><![CDATA[ </a>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['nesting without end', '<a>'.repeat(1000)],
    ['nothing but a declaration', '<?xml version="1.0"?>'],
  ])('%s', (_what, text) => {
    expect(() => readXml(text)).toThrow(/XML|unknown entity/);
  });

  test('in time, however it is made', () => {
    const evil = [
      '<a ' + 'b="" '.repeat(50_000),
      `<${'a'.repeat(200_000)}`,
      `<a>${'&'.repeat(200_000)}`,
      '<a '.repeat(50_000),
    ];
    for (const text of evil) expect(() => readXml(text)).toThrow();
  });
});
