import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql';
import type { ArgumentType, EnumMember, FunctionType, ObjectType, TypeRef } from '../module/types.ts';

/** An object of the core API with its functions; undefined when the schema has none of that name. */
export function coreObject(schema: GraphQLSchema, name: string): ObjectType | undefined {
  const type = schema.getType(name);
  if (!isObjectType(type)) return undefined;
  const fields = Object.values(type.getFields()).filter((field) => field.name !== 'id');
  return { name, description: type.description ?? '', origin: 'core', functions: fields.map(functionType) };
}

/** The members of an enum of the core API. */
export function coreEnum(schema: GraphQLSchema, name: string): readonly EnumMember[] | undefined {
  const type = schema.getType(name);
  if (!isEnumType(type)) return undefined;
  return type
    .getValues()
    .map((value) => ({ name: value.name, value: value.name, description: value.description ?? '' }));
}

function functionType(field: GraphQLField<unknown, unknown>): FunctionType {
  // Dagger's `sync` answers the object's id as text.
  const returns =
    field.name === 'sync' ? ({ kind: 'scalar', name: 'ID' } as const) : typeRef(field.type, undefined);
  return {
    name: field.name,
    description: field.description ?? '',
    arguments: field.args.map((argument) => argumentType(field.name, argument)),
    returns,
    isField: false,
    cache: undefined,
  };
}

function argumentType(field: string, argument: GraphQLArgument): ArgumentType {
  return {
    name: argument.name,
    description: argument.description ?? '',
    type: typeRef(argument.type, objectArguments[`${field}.${argument.name}`]),
    required: isNonNullType(argument.type) && argument.defaultValue === undefined,
    defaultValue: argument.defaultValue,
    defaultPath: undefined,
    defaultAddress: undefined,
    ignore: [],
  };
}

/** The object that an id stands for, which the schema's `ID` does not say. By function and argument. */
const objectArguments: Readonly<Record<string, string>> = {
  'changes.from': 'Directory',
  'withChanges.changes': 'Changeset',
  'withDirectory.source': 'Directory',
  'withFile.source': 'File',
  'withMountedDirectory.source': 'Directory',
  'withMountedFile.source': 'File',
  'withMountedCache.cache': 'CacheVolume',
  'withMountedSecret.source': 'Secret',
  'withSecretVariable.secret': 'Secret',
  'withRegistryAuth.secret': 'Secret',
  'withUnixSocket.source': 'Socket',
  'withServiceBinding.service': 'Service',
  'publish.platformVariants': 'Container',
  'from.registryService': 'Service',
  'publish.registryService': 'Service',
};

function typeRef(type: GraphQLType, expected: string | undefined): TypeRef {
  if (isNonNullType(type)) return typeRef(type.ofType, expected);
  if (isListType(type)) return { kind: 'list', of: typeRef(type.ofType, expected) };
  const name = getNamedType(type).name;
  if (isEnumType(type)) return { kind: 'enum', name };
  if (isInputObjectType(type)) return { kind: 'input', name };
  if (!isScalarType(type)) return { kind: 'object', name };
  return expected === undefined ? scalarRef(name) : { kind: 'object', name: expected };
}

function scalarRef(name: string): TypeRef {
  switch (name) {
    case 'String':
      return { kind: 'string' };
    case 'Int':
      return { kind: 'int' };
    case 'Float':
      return { kind: 'float' };
    case 'Boolean':
      return { kind: 'boolean' };
    case 'Void':
      return { kind: 'void' };
    default:
      return { kind: 'scalar', name };
  }
}
