/** The one place per format where text of tools and people becomes safe to stand in a report. */

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (sign) => `&#${String(sign.codePointAt(0))};`);
}

/**
 * Text for one line of GitHub's Markdown, in a table too: every mark of Markdown is escaped with a backslash, every
 * mark of HTML as an entity, line ends become spaces, so that no text starts a block, a link, a table cell or a tag.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[&<>"'@]|[\\`*_{}[\]()#+\-.!|~$:=^]/g, (sign) =>
      /[&<>"'@]/.test(sign) ? `&#${String(sign.codePointAt(0))};` : `\\${sign}`,
    );
}

/* eslint-disable no-control-regex -- XML 1.0 cannot hold most control characters, escaped or not (2.2) */
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/* eslint-enable no-control-regex */

/** Text for XML 1.0, in elements and in quoted attributes; what XML cannot hold is replaced by U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(notXml, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (sign) => `&#${String(sign.codePointAt(0))};`);
}
