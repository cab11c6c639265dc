import { DockerfileParser, JSONInstruction } from 'dockerfile-ast';

/** A place in a Dockerfile where an image is named that is no stage of it. */
interface Reference {
  /** The image, variables filled in. */
  readonly image: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A range as the parser answers it; references never go over a line's end. */
interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly character: number };
}

/**
 * The images that a Dockerfile names: in `FROM`, in `COPY --from` and in `RUN --mount=from`. Stages and `scratch` are none.
 *
 * @param args Build arguments by name, which come before the defaults that the file gives before its first stage.
 */
function referencesIn(text: string, args: ReadonlyMap<string, string>): Reference[] {
  const parsed = DockerfileParser.parse(text);
  const defaults = parsed.getInitialARGs().map((arg) => arg.getProperty());
  const variables = new Map([
    ...defaults.flatMap((item) => (item ? [[item.getName(), item.getValue() ?? ''] as const] : [])),
    ...args,
  ]);
  const stages = new Set(['scratch']);
  const found: Reference[] = [];
  const add = (written: string | null, range: Range | null): void => {
    if (written === null || range === null) return;
    const image = filled(written, variables);
    // A number is a stage by its place.
    if (stages.has(image.toLowerCase()) || /^\d*$/.test(image)) return;
    const { line, character } = range.start;
    found.push({ image, line, start: character, end: range.end.character });
  };
  for (const from of parsed.getFROMs()) {
    add(from.getImage(), from.getImageRange());
    const stage = from.getBuildStage();
    if (stage !== null) stages.add(stage.toLowerCase());
  }
  for (const instruction of parsed.getInstructions()) {
    if (!(instruction instanceof JSONInstruction)) continue;
    for (const flag of instruction.getFlags()) {
      if (flag.getName() === 'from') add(flag.getValue(), flag.getValueRange());
      const option = flag.getName() === 'mount' ? flag.getOption('from') : null;
      if (option) add(option.getValue(), option.getValueRange());
    }
  }
  return found;
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` (Dockerfile reference, environment replacement). */
function filled(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g,
    (_, braced?: string, fallback?: string, bare?: string) => {
      const value = variables.get(braced ?? bare ?? '') ?? '';
      return value === '' ? (fallback ?? '') : value;
    },
  );
}

/**
 * A copy of a Dockerfile in which images have other names.
 *
 * @param rename Answers the name to write for an image, or undefined to leave what stands there.
 */
export async function withImages(
  text: string,
  args: ReadonlyMap<string, string>,
  rename: (image: string) => Promise<string | undefined>,
): Promise<string> {
  const lines = text.split('\n');
  // From the end, so that what comes before keeps its place.
  const places = referencesIn(text, args).sort((a, b) => b.line - a.line || b.start - a.start);
  for (const { image, line, start, end } of places) {
    const name = await rename(image);
    const before = lines[line] ?? '';
    if (name !== undefined) lines[line] = before.slice(0, start) + name + before.slice(end);
  }
  return lines.join('\n');
}

/**
 * A Dockerfile without its `# syntax=` line: that names a front end in a registry, and none answers. Docker's own reads
 * the file instead.
 */
export function withoutSyntax(text: string): string {
  return text.replace(/^((?:#[^\n]*\n)*?)#\s*syntax\s*=[^\n]*\n/i, '$1');
}
