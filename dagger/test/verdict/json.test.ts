import { describe, expect, test } from 'vitest';
import { JsonCursor, present, ShapeError } from '../../src/verdict/json.ts';
import { readIf, readJson } from '../../src/verdict/json-text.ts';
import { readReport } from '../../src/tools/answer.ts';

const at = (value: unknown): JsonCursor => new JsonCursor(value, '/here');

describe('a place in a document', () => {
  test('is named by a JSON pointer', () => {
    expect(readJson('{"a/b": {"c~d": [{}, {"e": 1}]}}').at('a/b').at('c~d').items()[1]?.at('e').pointer).toBe(
      '/a~1b/c~0d/1/e',
    );
  });

  test('that is missing can be looked into, and then says what it lacks', () => {
    const missing = readJson('{}').at('a').at('b').at('c');
    expect(missing.exists).toBe(false);
    expect(() => missing.text()).toThrow('/a/b/c: expected a text, got nothing');
  });

  test('counts null as nothing', () => {
    expect([at(null).exists, at(null).optionalText(), at(null).optionalItems()]).toEqual([
      false,
      undefined,
      [],
    ]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'sees %s only where the document has it',
    (key) => {
      expect(readJson('{}').at(key).exists).toBe(false);
      expect(readJson(`{"${key}": "own"}`).at(key).text()).toBe('own');
      expect(
        readJson(`{"${key}": 1}`)
          .entries()
          .map(([name]) => name),
      ).toEqual([key]);
    },
  );
});

describe('a reader', () => {
  test.each([
    ['text', () => at(1).text(), 'a text, got 1'],
    ['number', () => at('1').number(), 'a number, got "1"'],
    ['number', () => at(Number.NaN).number(), 'a number, got null'],
    ['boolean', () => at('true').optionalBoolean(), 'true or false, got "true"'],
    ['items', () => at({ length: 1 }).items(), 'a list, got {"length":1}'],
    ['entries', () => at([1]).entries(), 'an object, got [1]'],
    ['at', () => at('text').at('length'), 'an object, got "text"'],
    ['nothing', () => at(undefined).number(), 'a number, got nothing'],
    ['filled text', () => at(' ').filledText(), 'a text, got " "'],
    ['bounds', () => at(8).numberWithin({ from: 1, to: 7 }), 'a number from 1 to 7, got 8'],
    ['a count', () => at(-1).count(), 'a number from 0 to '],
    ['choices', () => at('c').oneOf(['a', 'b']), 'one of a, b, got "c"'],
    ['choices among numbers', () => at('1').oneOf([1, 2]), 'one of 1, 2, got "1"'],
    ['what is left out, not of null', () => at(null).optional((here) => here.text()), 'a text, got null'],
    ['an object', () => at([]).only(['a']), 'an object, got []'],
  ])('of %s refuses another type', (_name, read, words) => {
    expect(read).toThrow(`/here: expected ${words}`);
    expect(read).toThrow(ShapeError);
  });

  test('names the key that nobody reads, and those that somebody does', () => {
    expect(() => at({ a: 1, 'b/c': 2 }).only(['a', 'b'])).toThrow(
      '/here/b~1c: expected one of a, b, got another key',
    );
    expect(at({ a: 1 }).only(['a', 'b']).at('a').number()).toBe(1);
  });

  test('of a list names the item', () => {
    const read = (): number[] => at([1, 'x']).list((item) => item.number());
    expect(read).toThrow('/here/1: expected a number, got "x"');
  });

  test('of a property that is present leaves out what is not', () => {
    const record = at({ a: 'one', b: null });
    const text = (place: JsonCursor): string => place.text();
    expect({ ...present('a', record, text), ...present('b', record, text) }).toEqual({ a: 'one' });
    expect(() => present('a', record, (place) => place.number())).toThrow('/here/a: expected a number');
  });

  test('names the document itself by a slash', () => {
    expect(() => readJson('[]').entries()).toThrow('/: expected an object, got []');
  });

  test('quotes at most 60 characters of what it found', () => {
    expect(() => at('x'.repeat(1000)).number()).toThrow(/got "x{59}$/);
  });
});

describe('a document', () => {
  test.each([
    ['', 'the report is empty'],
    ['  \n', 'the report is empty'],
    ['{"a": 1', 'the report is not JSON: it begins with "{\\"a\\": 1"'],
    ['<html>', 'the report is not JSON: it begins with "<html>"'],
    ["{'a': 1}", 'the report is not JSON'],
    ['{"a": 1} {"b": 2}', 'the report is not JSON'],
  ])('%j is none', (text, words) => {
    expect(() => readJson(text)).toThrow(words);
  });
});

describe('reading what may have another shape', () => {
  const read = (place: JsonCursor): string => place.at('a').text();

  test.each([
    ['{"a": "one"}', 'one'],
    ['\uFEFF{"a": "one"}', 'one'],
    ['{"a": 1}', undefined],
    ['[]', undefined],
    ['{', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(readIf(text, read)).toBe(expected);
  });

  test('any other error is a bug and goes on', () => {
    const bug = (): undefined => {
      throw new RangeError('a bug');
    };
    expect(() => readIf('{}', bug)).toThrow(RangeError);
  });
});

describe('reading a report', () => {
  test('a wrong shape becomes an answer with the tool’s name, on one line and without escape sequences', () => {
    const answer = readReport('tool', () => {
      throw new ShapeError('\u001b[31mone\ntwo');
    });
    expect(answer).toEqual({ ok: false, reason: 'tool: one two' });
  });

  test('any other error is a bug and goes on', () => {
    const bug = () =>
      readReport('tool', () => {
        throw new RangeError('a bug');
      });
    expect(bug).toThrow(RangeError);
  });
});
