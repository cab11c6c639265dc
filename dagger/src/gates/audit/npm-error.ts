import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/**
 * Throws if npm, or pnpm, which writes the same, reports its own failure, `{"error": {code, summary, detail}}`, or an answer of the audit endpoint,
 * `{"message", "statusCode", "error"}`.
 * @param failed what failed, for the message
 * @throws ShapeError with the manager's own words
 */
export function refuseNpmError(report: JsonCursor, failed = 'npm failed'): void {
  const error = report.at('error');
  const status = report.at('statusCode').optionalNumber();
  if (!error.exists && status === undefined) return;
  const message = report.at('message').optionalText() ?? summaryOf(error);
  if (status !== undefined) throw new ShapeError(`the registry refused: ${plainLine(message, 300)}`);
  throw new ShapeError(`${failed}: ${plainLine(message, 300)}`);
}

function summaryOf(error: JsonCursor): string {
  if (typeof error.value === 'string') return error.value;
  const code = error.at('code').optionalText();
  const summary =
    error.at('summary').optionalText() ?? error.at('message').optionalText() ?? 'no reason given';
  return code === undefined ? summary : `${code}: ${summary}`;
}
