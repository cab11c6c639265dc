import type { JsonCursor } from '../../verdict/json.ts';

/** Name of a variable (POSIX, "Environment Variables", lower case too). */
const variableName = /^[A-Za-z_]\w*$/;

/** Variables by which another program, or other code in every program, would run: those of the pipeline would not work. */
const deciding = /^(?:PATH|BASH_ENV|LD_.*)$/;

/** Variables that the pipeline sets: for all tests, and to tell runs apart. */
const own = ['CI', 'HOME', 'RERUN_AT', 'HOUR_OF_RUN', 'TEST_RETRY'];

/**
 * Variables of any container, as names and texts.
 * @throws ShapeError naming what is no name or no text
 */
export function variablesAt(place: JsonCursor): Record<string, string> {
  const pairs = place.entries().map(([name, value]) => {
    if (!variableName.test(name)) throw value.mismatch('a name of letters, digits and _');
    if (value.text().includes('\0')) throw value.mismatch('a text without the character 0');
    return [name, value.text()] as const;
  });
  return Object.fromEntries(pairs);
}

/**
 * The variables of tests, smoke and the commands before them.
 * @param taken variables that other settings set, and which setting that is
 */
export function environmentAt(
  place: JsonCursor,
  taken: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const variables = variablesAt(place);
  for (const name of Object.keys(variables)) {
    const setting = taken[name];
    const why = deciding.test(name)
      ? 'another variable: this one decides which programs run, those of the pipeline too'
      : own.includes(name)
        ? 'another variable: the pipeline sets this one'
        : setting !== undefined && Object.hasOwn(taken, name)
          ? `another variable: ${setting} sets this one`
          : undefined;
    if (why !== undefined) throw place.at(name).mismatch(why);
  }
  return variables;
}
