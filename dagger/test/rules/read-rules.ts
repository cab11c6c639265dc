import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Where the Semgrep rules and the code that they are tried on stand. */
export const rulesFolder = join(import.meta.dirname, '../../rules');

/** What these tests look at in one Semgrep rule. */
export interface Rule {
  readonly file: string;
  readonly id: string;
  readonly severity: string;
  readonly message: string;
  readonly languages: readonly string[];
  readonly class: string;
  readonly cwe: readonly string[];
  readonly owasp: readonly string[];
  readonly confidence: string;
  readonly references: readonly string[];
}

/** Code that the rules are tried on: what must be flagged, or with `near-misses/` in its name what must not. */
export interface Sample {
  readonly name: string;
  readonly text: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);

/** Every rule of every YAML file; a field that is missing or of another type comes back empty, for the tests to name. */
export function readRules(): Rule[] {
  const files = readdirSync(rulesFolder).filter((name) => name.endsWith('.yaml'));
  return files.flatMap((file) => {
    const document = record(parse(readFileSync(join(rulesFolder, file), 'utf8')));
    const rules = Array.isArray(document['rules']) ? document['rules'] : [];
    return rules.map((value: unknown): Rule => {
      const rule = record(value);
      const metadata = record(rule['metadata']);
      return {
        file,
        id: text(rule['id']),
        severity: text(rule['severity']),
        message: text(rule['message']),
        languages: texts(rule['languages']),
        class: text(metadata['class']),
        cwe: texts(metadata['cwe']),
        owasp: texts(metadata['owasp']),
        confidence: text(metadata['confidence']),
        references: texts(metadata['references']),
      };
    });
  });
}

/** The samples of one folder of the rules, by default those that must be flagged. */
export function readSamples(folder = ''): Sample[] {
  return readdirSync(join(rulesFolder, folder))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({
      name: join(folder, name),
      text: readFileSync(join(rulesFolder, folder, name), 'utf8'),
    }));
}

/** The rule ids that a sample's annotations name, by kind: `ruleid` for must flag, `ok` for must not. */
export function annotated(samples: readonly Sample[], kind: 'ruleid' | 'ok'): Set<string> {
  const lines = samples.flatMap(({ text: code }) => [
    ...code.matchAll(new RegExp(`// ${kind}: (.+)$`, 'gm')),
  ]);
  return new Set(lines.flatMap(([, ids = '']) => ids.split(',').map((id) => id.trim())));
}
