import type { Configuration } from '../project/configuration.ts';
import type { FoundSettings } from '../project/settings/found.ts';
import { plainLine } from '../verdict/plain-text.ts';
import { changed, type Setting } from './settings.ts';

/** Answers by which gates know what to check: who gives another one may leave out what is there. */
const subjects = ['workspaces', 'lint', 'format', 'types', 'test', 'coverage', 'dockerfile'] as const;

/** Answers that a project gives in place of those that are found, other than the configuration that it is compared with. */
export function overruled({ found: own }: Configuration, { found: other }: Configuration): Setting[] {
  return subjects
    .filter((key) => own[key] !== undefined && textOf(own[key]) !== textOf(other[key]))
    .map((key) => ({
      setting: `/found/${key}`,
      text: `says ${textOf(own[key])}, whatever else the project has`,
    }));
}

function textOf(answer: FoundSettings[(typeof subjects)[number]]): string {
  if (typeof answer !== 'object') return answer ?? '';
  return answer.length === 0 ? 'none' : answer.join(', ');
}

/** A command that runs tests in place of what ran them: what it counts is its own word. */
export function replacedCommand(
  { test: own }: Configuration,
  { test: other }: Configuration,
  there: string,
): Setting[] {
  const is = own.command;
  if (is === undefined || is === other.command) return [];
  const was = other.command ?? "the project's own runner";
  return changed('/test/command', { weaker: true, is: plainLine(is, 80), was: plainLine(was, 80), there });
}

/** Each check of the project's own with what it runs: another line is another check. */
export function checksOf({ lint }: Configuration): string[] {
  return lint.commands.map(({ name, run }) => `${name} (${plainLine(run, 60)})`);
}
