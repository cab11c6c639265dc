import type { Finding, Severity } from '../verdict/finding.ts';
import { position } from './answer.ts';
import { plainLine, plainText } from '../verdict/plain-text.ts';

/** A finding as a tool wrote it. Keys may be given as undefined. */
export interface RawFinding {
  readonly tool: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly fix?: string | undefined;
  readonly url?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly dependency?: Finding['dependency'];
}

/** A finding from a tool's texts. They become plain text here and nowhere else. */
export function makeFinding(raw: RawFinding): Finding {
  const message = plainText(raw.message);
  const fix = plainText(raw.fix ?? '', 1000);
  const url = httpUrl(raw.url);
  const aliases = plainList(raw.aliases);
  const tags = plainList(raw.tags);
  return {
    tool: raw.tool,
    rule: plainLine(raw.rule, 200) || 'unnamed',
    severity: raw.severity,
    message: message === '' ? 'no message' : message,
    ...placeOf(raw),
    ...(fix === '' ? {} : { fix }),
    ...(url === undefined ? {} : { url }),
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(raw.dependency === undefined ? {} : { dependency: raw.dependency }),
  };
}

function placeOf({ file = '', line, column }: RawFinding): Pick<Finding, 'file' | 'line' | 'column'> {
  const path = plainLine(file);
  return path === '' ? {} : { file: path, ...position(line, column) };
}

function plainList(texts: readonly string[] = []): string[] {
  return texts.slice(0, 20).map((text) => plainLine(text, 200));
}

/** The text if it is an http or https address, which a report may link to. */
export function httpUrl(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= 2000 && /^https?:\/\/[^\s<>"'`\\]+$/i.test(text)
    ? plainLine(text)
    : undefined;
}

/** `CWE-89` and `OWASP A03:2021` out of a tool's tags; other tags are dropped. */
export function weaknesses(tags: readonly string[]): string[] {
  const found = tags.flatMap((tag) => {
    const cwe = /\bcwe-0*(\d{1,5})\b/i.exec(tag)?.[1];
    const owasp = /\bA(\d{1,2}):?(20\d\d)/.exec(tag);
    return [
      ...(cwe === undefined ? [] : [`CWE-${cwe}`]),
      ...(owasp === null ? [] : [`OWASP A${(owasp[1] ?? '').padStart(2, '0')}:${owasp[2] ?? ''}`]),
    ];
  });
  return [...new Set(found)];
}
