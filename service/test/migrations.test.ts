import { describe, expect, it } from 'vitest';
import { migrations } from '../src/store/migrations.ts';

/** What a migration does that the version before it cannot live with; undefined when there is nothing. */
function breakage(sql: string, isFirst: boolean): string | undefined {
  const statements = sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const adds = isFirst
    ? /^CREATE (TABLE|INDEX|UNIQUE INDEX) /i
    : /^(CREATE TABLE|CREATE INDEX|ALTER TABLE \w+ ADD COLUMN) /i;
  const needsValue = (text: string) =>
    /ADD COLUMN/i.test(text) && /NOT NULL/i.test(text) && !/DEFAULT/i.test(text);
  return statements.find((text) => !adds.test(text) || needsValue(text));
}

describe('migrations', () => {
  it('are numbered without a gap and only add, so that the previous version works on the new schema', () => {
    const all = migrations();
    expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
    for (const { number, sql } of all) expect(breakage(sql, number === 1)).toBeUndefined();
  });

  it.each([
    'DROP TABLE users',
    'ALTER TABLE users DROP COLUMN email',
    'ALTER TABLE users RENAME TO people',
    'ALTER TABLE users ADD COLUMN age BIGINT NOT NULL',
    'CREATE UNIQUE INDEX one ON users (display_name)',
    'UPDATE users SET email = NULL',
  ])('with "%s" would be refused by this test', (sql) => {
    expect(breakage(sql, false)).toBe(sql);
  });

  it('may add a column that needs no value', () => {
    expect(
      breakage('ALTER TABLE users ADD COLUMN age BIGINT;\nCREATE INDEX i ON users (age);', false),
    ).toBeUndefined();
  });
});
