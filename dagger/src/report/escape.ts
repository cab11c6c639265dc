import { withoutControls } from '../verdict/plain-text.ts';

// The one place per format where text of tools and people becomes safe to stand in a report.

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"'`]/g, (sign) => `&#${String(sign.codePointAt(0))};`);
}

/**
 * Text for one line of GitHub's Markdown, in a table too: every mark of Markdown is escaped with a backslash, every
 * mark of HTML as an entity, line ends become spaces, so that no text starts a block, a link, a table cell or a tag.
 */
export function escapeMarkdown(text: string): string {
  return withoutControls(text)
    .replace(/\s+/g, ' ')
    .replace(/[&<>"'@]|[\\`*_{}[\]()#+\-.!|~$:=^]/g, (sign) =>
      /[&<>"'@]/.test(sign) ? `&#${String(sign.codePointAt(0))};` : `\\${sign}`,
    );
}

/** Text for XML 1.0, in elements and in quoted attributes; what XML cannot hold (2.2) is taken out. */
export function escapeXml(text: string): string {
  return withoutControls(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replace(/[&<>"'\t\n\r]/g, (sign) => `&#${String(sign.codePointAt(0))};`);
}
