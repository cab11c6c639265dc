/** A file that is proposed. */
export interface ProposedFile {
  /** Path in the repository. */
  readonly path: string;
  readonly text: string;
  /** One sentence: what it does. */
  readonly why: string;
}

/** The text of a JSON file. */
export function jsonText(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Path of a file of the project in its repository. @param folder the project's own; `.` for the repository itself */
export function inProject(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}
