import type { Evidence } from './evidence.ts';
import { plainText } from './plain-text.ts';

/** Most lines that are told. */
const mostLines = 12;

/** The last lines that a command of a project printed, on both outputs, where nothing but the project knows what they say. */
export function lastWords({ stdout, stderr }: Pick<Evidence, 'stdout' | 'stderr'>): string {
  const lines = plainText(`${stdout.slice(-4000)}\n${stderr.slice(-4000)}`, 8000).split('\n');
  const said = lines.filter((line) => line.trim() !== '').slice(-mostLines);
  return said.join('\n') || 'it printed nothing';
}
