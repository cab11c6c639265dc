import type { Finding } from '../../verdict/finding.ts';
import {
  defaultRoot,
  endedWith,
  type Parsed,
  readReport,
  relativePath,
  type ToolOutput,
  unreadable,
} from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { severityAt } from '../../tools/severity.ts';

/** Facts of an ESLint report besides its findings. */
export interface EslintFacts {
  /** Paths of the files that were checked; without any, the gate is not green. */
  readonly files: readonly string[];
  /** Messages that comments in the source suppress, each with its justification. */
  readonly suppressed: readonly Finding[];
}

/**
 * Reads the output of `eslint --format json`.
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok if it is no such report or ESLint ended with a code other than 0 or 1 (its manual, "Exit codes")
 */
export function parseEslint(
  { text, exitCode }: ToolOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<EslintFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable('eslint', endedWith(exitCode));
  return readReport('eslint', () => {
    const files = readJson(text).items();
    return {
      findings: files.flatMap((file) => findingsOf(file, 'messages', root)),
      facts: {
        files: files.map((file) => relativePath(file.at('filePath').text(), root)),
        suppressed: files.flatMap((file) => findingsOf(file, 'suppressedMessages', root)),
      },
    };
  });
}

function findingsOf(file: JsonCursor, list: 'messages' | 'suppressedMessages', root: string): Finding[] {
  const path = relativePath(file.at('filePath').text(), root);
  return file
    .at(list)
    .optionalItems()
    .map((message) =>
      makeFinding({
        tool: 'eslint',
        // A parse error has no rule.
        rule: message.at('ruleId').optionalText() ?? 'syntax',
        severity: severityAt('eslint', message.at('severity')),
        message: `${message.at('message').text()}${justificationOf(message)}`,
        file: path,
        line: message.at('line').optionalNumber(),
        column: message.at('column').optionalNumber(),
      }),
    );
}

/** The justification of a suppression, if the comment has one (ESLint, "Configure rules", descriptions in comments). */
function justificationOf(message: JsonCursor): string {
  const [first] = message.at('suppressions').optionalItems();
  const reason = first?.at('justification').optionalText() ?? '';
  return reason === '' ? '' : ` (suppressed: ${reason})`;
}
