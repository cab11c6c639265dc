import { escapeHtml } from '../escape.ts';

/** HTML that is safe in the page; only {@link markup} makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Values of a template: text and numbers, which are escaped; markup, which is not; undefined for nothing. */
export type TemplateValue = string | number | Markup | readonly Markup[] | undefined;

/** A template for HTML. It escapes every value that is not markup. */
export function markup(strings: TemplateStringsArray, ...parts: readonly TemplateValue[]): Markup {
  const text = strings.map((literal, index) => `${index === 0 ? '' : textOf(parts[index - 1])}${literal}`);
  return new Markup(text.join(''));
}

function textOf(part: TemplateValue): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map((each) => each.text).join('');
  return escapeHtml(String(part));
}

/** Empty markup. */
export const empty = new Markup('');

/** A link to an http or https address, else only the words: an address may come from a tool. */
export function linkTo(url: string | undefined, words: string): Markup {
  if (url === undefined || !/^https?:\/\/[^\s<>"'`\\]+$/i.test(url)) return markup`${words}`;
  return markup`<a href="${url}" rel="noopener noreferrer">${words}</a>`;
}
