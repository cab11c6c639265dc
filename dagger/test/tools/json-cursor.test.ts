import { describe, expect, test } from 'vitest';
import { JsonCursor, readJson, ShapeError } from '../../src/tools/json-cursor.ts';
import { readReport } from '../../src/tools/read-report.ts';

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
  ])('of %s refuses another type', (_name, read, words) => {
    expect(read).toThrow(`/here: expected ${words}`);
    expect(read).toThrow(ShapeError);
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
