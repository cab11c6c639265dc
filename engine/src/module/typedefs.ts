import type { SdkArgument, SdkFunction, SdkModule, SdkObject, SdkType } from './sdk-shapes.ts';
import { ModuleError } from './errors.ts';
import type { ArgumentType, EnumMember, FunctionType, ModuleObject, ModuleTypes, TypeRef } from './types.ts';

/**
 * A module's types in the form that the command line and the host use.
 *
 * @param name The module's name in dagger.json; its main object has this name in PascalCase.
 * @throws {ModuleError} There is no main object.
 */
export function moduleTypes(name: string, module: SdkModule): ModuleTypes {
  const objects = new Map(Object.entries(module.objects).map(([key, object]) => [key, moduleObject(object)]));
  const main = module.name;
  const mainObject = module.objects[main];
  if (mainObject === undefined) {
    throw new ModuleError(
      `the module ${name} has no class ${main} with @object()`,
      `Name the main class ${main}, as dagger.json's name says. Found: ${[...objects.keys()].join(', ') || 'none'}.`,
    );
  }
  const enums = new Map(Object.values(module.enums).map(({ name, values }) => [name, enumMembers(values)]));
  return {
    main,
    description: module.description || mainObject.description,
    constructorArguments: Object.values(mainObject.construct?.arguments ?? {}).map(argumentType),
    hasConstructor: mainObject.construct !== undefined,
    objects,
    enums,
  };
}

function enumMembers(values: SdkModule['enums'][string]['values']): EnumMember[] {
  return Object.values(values).map(({ name, value, description }) => ({ name, value, description }));
}

function moduleObject(object: SdkObject): ModuleObject {
  const properties = Object.entries(object.properties);
  const fields = properties
    .filter(([, property]) => property.isExposed)
    .map(([key, { description, type }]) => fieldFunction(key, description, typeRef(type)));
  return {
    name: object.name,
    description: object.description,
    origin: 'module',
    functions: [
      ...fields,
      ...Object.entries(object.methods).map(([key, method]) => functionType(key, method)),
    ],
    state: new Map(properties.map(([key, { type }]) => [key, typeRef(type)])),
  };
}

function fieldFunction(name: string, description: string, returns: TypeRef): FunctionType {
  return { name, description, arguments: [], returns, isField: true, cache: undefined };
}

function functionType(name: string, method: SdkFunction): FunctionType {
  return {
    name,
    description: method.description,
    arguments: Object.values(method.arguments).map(argumentType),
    returns: typeRef(method.returnType),
    isField: false,
    cache: method.cache,
  };
}

function argumentType(argument: SdkArgument): ArgumentType {
  const { name, description, isOptional, defaultValue, defaultPath, defaultAddress, ignore = [] } = argument;
  const hasDefault = defaultValue !== undefined || defaultPath !== undefined || defaultAddress !== undefined;
  return {
    name,
    description,
    type: typeRef(argument.type),
    required: !isOptional && !argument.isNullable && !argument.isVariadic && !hasDefault,
    defaultValue,
    defaultPath,
    defaultAddress,
    ignore,
  };
}

function typeRef(type: SdkType): TypeRef {
  switch (type.kind) {
    case 'LIST_KIND':
      return { kind: 'list', of: typeRef(type.typeDef) };
    case 'OBJECT_KIND':
      return { kind: 'object', name: type.name };
    case 'ENUM_KIND':
      return { kind: 'enum', name: type.name };
    case 'SCALAR_KIND':
      return { kind: 'scalar', name: type.name };
    case 'INTERFACE_KIND':
      throw new ModuleError(
        `the interface ${type.name} cannot be used here`,
        'Use an object, or the Dagger engine, for this module.',
      );
    case 'STRING_KIND':
      return { kind: 'string' };
    case 'INTEGER_KIND':
      return { kind: 'int' };
    case 'FLOAT_KIND':
      return { kind: 'float' };
    case 'BOOLEAN_KIND':
      return { kind: 'boolean' };
    case 'VOID_KIND':
      return { kind: 'void' };
  }
}
