import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isEnumType, isInputObjectType, isObjectType, type GraphQLObjectType } from 'graphql';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { coreSchema } from '../../src/api/schema.ts';

/** What the SDK's generated client has: classes with methods and their arguments, input types, enums. */
interface Sdk {
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly enums: ReadonlyMap<string, ReadonlySet<string>>;
}

const entry = createRequire(import.meta.url).resolve('@dagger.io/dagger');
const clientFile = join(dirname(entry), 'api', 'client.gen.d.ts');

function readSdk(): Sdk {
  const source = ts.createSourceFile(
    clientFile,
    readFileSync(clientFile, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const members = new Map<string, Set<string>>();
  const enums = new Map<string, Set<string>>();
  const classes: ts.ClassDeclaration[] = [];
  for (const node of source.statements) {
    if (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type))
      members.set(node.name.text, new Set(node.type.members.map((item) => nameOf(item))));
    if (ts.isEnumDeclaration(node))
      enums.set(node.name.text, new Set(node.members.map(({ initializer }) => literalOf(initializer))));
    if (ts.isClassDeclaration(node)) classes.push(node);
  }
  const methods = new Map(classes.map((node) => [node.name?.text ?? '', methodsOf(node, members)] as const));
  return { methods, members, enums };
}

/** A method is a property that holds a function; the members of its options count as arguments. */
function methodsOf(
  node: ts.ClassDeclaration,
  members: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const item of node.members) {
    if (!ts.isPropertyDeclaration(item) || !item.type || !ts.isFunctionTypeNode(item.type)) continue;
    const names = item.type.parameters.flatMap((parameter) => {
      const type = parameter.type?.getText() ?? '';
      return type.endsWith('Opts') ? [...(members.get(type) ?? [])] : [parameter.name.getText()];
    });
    found.set(nameOf(item), new Set(names));
  }
  return found;
}

function nameOf({ name }: { readonly name?: ts.PropertyName | undefined }): string {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';
}

function literalOf(node: ts.Expression | undefined): string {
  return node && ts.isStringLiteral(node) ? node.text : '';
}

const sdk = readSdk();
const types = Object.values(coreSchema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

/** What the SDK calls by another name: Query is its Client, `import` and `export` are kept off keywords by an underscore. */
function methodsIn(type: GraphQLObjectType): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  return sdk.methods.get(type.name === 'Query' ? 'Client' : type.name);
}

describe('the schema', () => {
  it('is compared with a client that was really read', () => {
    expect([...(sdk.methods.get('Container')?.get('withExec') ?? [])]).toEqual(
      expect.arrayContaining(['args', 'stdin', 'expect']),
    );
    expect([...(sdk.enums.get('ReturnType') ?? [])]).toContain('ANY');
    expect(sdk.methods.get('Container')?.has('withNonsense')).toBe(false);
  });

  const fields = types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));

  it('has no type, field or argument that Dagger does not have', () => {
    const unknown = fields.flatMap(({ type, field }) => {
      // `node` is how the SDK finds an object by its id; it has no method of that name.
      if (type.name === 'Query' && field.name === 'node') return [];
      const known = methodsIn(type)?.get(field.name);
      if (!known) return [`${type.name}.${field.name}`];
      return field.args
        .filter(({ name }) => !known.has(name))
        .map(({ name }) => `${type.name}.${field.name}(${name})`);
    });
    expect(unknown).toEqual([]);
  });

  it('has no enum value and no input that Dagger does not have', () => {
    const unknown = types.flatMap((type) => {
      if (isEnumType(type))
        return type
          .getValues()
          .filter(({ name }) => !sdk.enums.get(type.name)?.has(name))
          .map(({ name }) => `${type.name}.${name}`);
      if (isInputObjectType(type))
        return Object.keys(type.getFields())
          .filter((name) => !sdk.members.get(type.name)?.has(name))
          .map((name) => `${type.name}.${name}`);
      return [];
    });
    expect(unknown).toEqual([]);
  });

  it('says of every type and function what it is', () => {
    const functions = fields
      .filter(({ field }) => !['id', 'args', 'value', 'port', 'protocol'].includes(field.name))
      .filter(({ type }) => !['Label', 'EnvVariable', 'Port'].includes(type.name));
    const silent = [
      ...functions
        .filter(({ field }) => !field.description)
        .map(({ type, field }) => `${type.name}.${field.name}`),
      ...types
        .filter(isObjectType)
        .filter(({ description }) => !description)
        .map(({ name }) => name),
    ];
    expect(silent).toEqual([]);
  });
});
