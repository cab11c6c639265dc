import { getNamedType, isListType, isNonNullType, isObjectType, type GraphQLOutputType } from 'graphql';
import { expect, test } from 'vitest';
import { coreSchema } from '../../../src/api/schema.ts';
import { actions, fields, leaves } from '../../../src/executor/fields/all.ts';

/** Fields of the schema that a session answers itself: what it takes from this machine, and the entry points. */
const answeredBySession = ['Query.currentModule', 'Query.host', 'CurrentModule.source'];

function answersObject(type: GraphQLOutputType): boolean {
  const bare = isNonNullType(type) ? type.ofType : type;
  return isObjectType(bare) && !isListType(bare);
}

const types = Object.values(coreSchema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'));
const all = types.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
);
/** Plain values with a name: they are answered whole, with no call of their own. */
const isLiteral = (type: GraphQLOutputType): boolean =>
  ['HealthcheckConfig', 'Label', 'Port', 'EnvVariable'].includes(getNamedType(type).name);

test('every field of the schema that answers an object is evaluated', () => {
  const missing = all
    .filter(({ field }) => answersObject(field.type) && !isLiteral(field.type))
    .map(({ name }) => name)
    .filter((name) => !answeredBySession.includes(name) && fields[name] === undefined);
  expect(missing).toEqual([]);
});

test('nothing is evaluated that the schema does not have', () => {
  const known = new Set(all.map(({ name }) => name));
  const unknown = [fields, leaves, actions]
    .flatMap((part) => Object.keys(part))
    .filter((name) => !known.has(name));
  expect(unknown).toEqual([]);
});
