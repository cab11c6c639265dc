/* Reads JSON: settings from the module, and the output of other tools. */

/** Settings as the module wrote them: its stages and these programs share their types. */
export function settingsIn<T>(text: string | undefined): T {
  return JSON.parse(text ?? '') as T;
}

/** JSON of which nothing is known. @throws SyntaxError */
export function parseJson(text: string): unknown {
  return JSON.parse(text) as unknown;
}

/** The fields of an object; none of what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** The items of a list; none of what is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text; undefined for what is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The message of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a failed system call, such as `ENOENT`; undefined of any other error. */
export function codeOf(error: unknown): string | undefined {
  return textOf(fieldsOf(error)['code']);
}

/** The code of what caused an error: fetch has the network's own there. */
export function causeOf(error: unknown): string | undefined {
  return codeOf(fieldsOf(error instanceof Error ? { cause: error.cause } : {})['cause']);
}
