import { jsonText } from './proposed-file.ts';
import type { Coverage } from '../verdict/model.ts';
import { JsonCursor } from '../verdict/json.ts';
import { withoutMark } from '../verdict/json-text.ts';

/** What the settings of a project are proposed from. */
export interface SettingsFacts {
  /** The text of its `pipeline.json`, which was read before; undefined where there is none. */
  readonly text: string | undefined;
  /** Lines that tests must cover, in per cent. */
  readonly required: number;
  /** What they cover today; undefined where it was not measured. */
  readonly coverage: Coverage | undefined;
}

/** The settings of a project, with what is added to them. */
export interface ProposedSettings {
  readonly text: string;
  readonly why: string;
}

/**
 * `pipeline.json` with what has to differ from the defaults today: less coverage, rounded down to whole per cent. What the
 * file says already stays as it is.
 * @returns undefined where nothing has to differ
 */
export function proposedSettings({ text, required, coverage }: SettingsFacts): ProposedSettings | undefined {
  if (coverage === undefined || coverage.lines >= required) return undefined;
  const root = new JsonCursor(text === undefined ? {} : (JSON.parse(withoutMark(text)) as unknown));
  const section = root.at('coverage');
  if (section.at('lines').exists) return undefined;
  const lines = Math.floor(coverage.lines);
  const before = Object.fromEntries(root.entries().map(([key, { value }]) => [key, value]));
  const own = Object.fromEntries(section.optionalEntries().map(([key, { value }]) => [key, value]));
  return {
    text: jsonText({ ...before, coverage: { ...own, lines } }),
    why: `coverage.lines is ${String(lines)}, today's figure (${coverage.lines.toFixed(1)} %) rounded down; the default is ${String(required)}`,
  };
}
