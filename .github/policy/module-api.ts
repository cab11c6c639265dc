import ts from 'typescript';

/** What a function takes and answers with, by the names of the command line. */
export interface FunctionApi {
  /** `--path`. */
  readonly flags: readonly string[];
  /** Those of them that take no value. */
  readonly switches: readonly string[];
  /** Name of the type that it answers with, on which a chain goes on. */
  readonly returns: string;
}

/** Functions by type; `''` of the main object is its constructor. */
export type Api = ReadonlyMap<string, ReadonlyMap<string, FunctionApi>>;

/** camelCase as the command line has it. */
export const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * The functions and exposed fields of a Dagger module, read from the files of its objects.
 * @param sources texts of `index.ts` and of `api/`
 */
export function moduleApi(sources: readonly string[]): Api {
  return new Map(sources.flatMap((source) => [...apiOf(source, (member) => decorated(member, 'func'))]));
}

/**
 * The functions of Dagger's own types, read from the client that the SDK ships.
 * @param source text of `client.gen.d.ts`
 */
export function coreApi(source: string): Api {
  return apiOf(source, () => true);
}

/**
 * What is wrong with a chain of functions and flags.
 * @param chain functions in order; the first has an empty name and the module's own flags
 * @param main name of the module's object
 * @returns the first function or flag that does not exist, as `function` or `function --flag`; nothing when all do
 */
export function unknownIn(
  chain: readonly { readonly name: string; readonly flags: readonly string[] }[],
  api: Api,
  main: string,
): string | undefined {
  let type = main;
  for (const { name, flags } of chain) {
    const known = api.get(type)?.get(name);
    if (known === undefined) return name;
    const flag = flags.find((one) => !known.flags.includes(one));
    if (flag !== undefined) return `${name} ${flag}`.trim();
    if (name !== '') type = known.returns;
  }
  return undefined;
}

function apiOf(source: string, isFunction: (member: ts.ClassElement) => boolean): Api {
  const file = ts.createSourceFile('api.ts', source, ts.ScriptTarget.ESNext, true);
  const options = optionFlags(file);
  return new Map(
    file.statements.filter(ts.isClassDeclaration).map((declaration) => {
      const functions = declaration.members.flatMap((member) => {
        if (!isFunction(member)) return [];
        const name = kebab(member.name?.getText() ?? '');
        const signature = signatureOf(member);
        if (signature !== undefined) return [[name, functionApi(signature, options)] as const];
        return ts.isPropertyDeclaration(member) ? [[name, fieldApi(member)] as const] : [];
      });
      const constructors = declaration.members.filter(ts.isConstructorDeclaration).map(({ parameters }) => {
        const flags = { flags: flagsOf(parameters, options), switches: switchesOf(parameters) };
        return ['', { ...flags, returns: '' }] as const;
      });
      return [declaration.name?.text ?? '', new Map([...constructors, ...functions])] as const;
    }),
  );
}

/** A method, or a field that is a function, as generated declarations have it. */
function signatureOf(member: ts.ClassElement): ts.SignatureDeclaration | undefined {
  if (ts.isMethodDeclaration(member)) return member;
  if (!ts.isPropertyDeclaration(member) || member.type === undefined) return undefined;
  return ts.isFunctionTypeNode(member.type) ? member.type : undefined;
}

/** A field takes nothing; a chain goes on from its value, or from each of its values. */
function fieldApi({ type }: ts.PropertyDeclaration): FunctionApi {
  return { flags: [], switches: [], returns: (type?.getText() ?? '').replace(/\[\]$/, '') };
}

function functionApi(
  signature: ts.SignatureDeclaration,
  options: ReadonlyMap<string, readonly string[]>,
): FunctionApi {
  const returns = signature.type?.getText() ?? '';
  return {
    flags: flagsOf(signature.parameters, options),
    switches: switchesOf(signature.parameters),
    returns: /^Promise<(.*)>$/.exec(returns)?.[1] ?? returns,
  };
}

/** Parameters are flags; the fields of an options record are each one. */
function flagsOf(
  parameters: readonly ts.ParameterDeclaration[],
  options: ReadonlyMap<string, readonly string[]>,
): string[] {
  return parameters.flatMap(
    ({ name, type }) => options.get(type?.getText() ?? '') ?? [`--${kebab(name.getText())}`],
  );
}

function switchesOf(parameters: readonly ts.ParameterDeclaration[]): string[] {
  const isSwitch = ({ type, initializer }: ts.ParameterDeclaration): boolean =>
    type?.kind === ts.SyntaxKind.BooleanKeyword || /^(true|false)$/.test(initializer?.getText() ?? '');
  return parameters.filter(isSwitch).map(({ name }) => `--${kebab(name.getText())}`);
}

function optionFlags(file: ts.SourceFile): Map<string, readonly string[]> {
  return new Map(
    file.statements
      .filter(ts.isTypeAliasDeclaration)
      .flatMap(({ name, type }) =>
        ts.isTypeLiteralNode(type)
          ? [[name.text, type.members.map((member) => `--${kebab(member.name?.getText() ?? '')}`)] as const]
          : [],
      ),
  );
}

function decorated(member: ts.ClassElement, name: string): boolean {
  if (!ts.canHaveDecorators(member)) return false;
  return (ts.getDecorators(member) ?? []).some(
    ({ expression }) => ts.isCallExpression(expression) && expression.expression.getText() === name,
  );
}
