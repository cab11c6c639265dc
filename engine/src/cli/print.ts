import type { Json } from '../module/values.ts';

/**
 * The text of a result for stdout.
 *
 * @param json Whether as JSON.
 * @returns Text that ends in a newline, or nothing for a function that answers nothing.
 */
export function printed(value: Json, { json = false } = {}): string {
  if (json) return `${JSON.stringify(value, null, 2)}\n`;
  const text = plain(value);
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function plain(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((item: Json) => inLine(item)).join('\n');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, field]) => `${name}: ${inLine(field)}`)
      .join('\n');
  }
  return String(value);
}

/** A value on one line: an object in a list is one line. */
function inLine(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((item: Json) => inLine(item)).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, field]) => `${name}: ${inLine(field)}`)
      .join('  ');
  }
  return String(value);
}
