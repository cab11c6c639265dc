import { plainLine, withoutCommands } from '../../verdict/plain-text.ts';
import { columns } from '../../verdict/table.ts';
import type { ProjectFacts } from './facts.ts';
import { type Question, questionsOf } from './questions.ts';

/** Longest cell of a value, in UTF-16 code units. */
const longestValue = 60;

/** Most rows of one question: a project may have a hundred workspaces. */
const mostRows = 20;

/** Most notes that are shown. */
const mostNotes = 50;

/**
 * The facts as aligned lines for people: name, value, evidence; `none` with what was looked for where there is no
 * answer; the notes at the end. All of it is plain text, whatever the project's files contain.
 */
export function factsText(facts: ProjectFacts): string {
  const rows = questionsOf(facts).flatMap(rowsOf);
  const hidden = facts.notes.length - mostNotes;
  const notes = [
    ...facts.notes.slice(0, mostNotes).map((note) => `note: ${note}`),
    ...(hidden > 0 ? [`and ${String(hidden)} more notes`] : []),
  ];
  return [...columns(rows), ...(notes.length === 0 ? [] : ['', ...notes])].map(withoutCommands).join('\n');
}

function rowsOf({ name, lookedFor, answers }: Question): string[][] {
  if (answers.length === 0) return [[name, 'none', `looked for ${lookedFor}`]];
  const rows = answers
    .slice(0, mostRows)
    .map(({ value, from }, index) => [
      index === 0 ? name : '',
      plainLine(value, longestValue),
      plainLine(from),
    ]);
  const more = answers.length - mostRows;
  return more > 0 ? [...rows, ['', `and ${String(more)} more`, '']] : rows;
}
