import { withoutControls } from '../verdict/plain-text.ts';

// The only place, for each format, where text of tools and people is escaped for a report.

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"'`]/g, (sign) => `&#${String(sign.codePointAt(0))};`);
}

/**
 * Text for one line of GitHub's Markdown, also in a table. Markdown's special characters are escaped with a backslash,
 * those of HTML as entities, and line ends become spaces, so that no text starts a block, a link, a table cell or a
 * tag.
 */
export function escapeMarkdown(text: string): string {
  return withoutControls(text)
    .replace(/\s+/g, ' ')
    .replace(/[&<>"'@]|[\\`*_{}[\]()#+\-.!|~$:=^]/g, (sign) =>
      /[&<>"'@]/.test(sign) ? `&#${String(sign.codePointAt(0))};` : `\\${sign}`,
    );
}

/** Text for XML 1.0, in elements and in quoted attributes, without the characters that XML does not allow (2.2). */
export function escapeXml(text: string): string {
  return withoutControls(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replace(/[&<>"'\t\n\r]/g, (sign) => `&#${String(sign.codePointAt(0))};`);
}
