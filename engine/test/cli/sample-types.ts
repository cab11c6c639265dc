import { buildSchema } from 'graphql';
import { coreEnum, coreObject } from '../../src/cli/core-catalog.ts';
import { sdkModule } from '../../src/module/sdk-shapes.ts';
import { moduleTypes } from '../../src/module/typedefs.ts';
import type { Catalog } from '../../src/module/types.ts';

const text = { kind: 'STRING_KIND' };
const object = (name: string): object => ({ kind: 'OBJECT_KIND', name });
const level = { kind: 'ENUM_KIND', name: 'Level' };

/** A module as the introspector prints it: one function per kind of argument. */
export const sampleModule = sdkModule.parse({
  name: 'Sample',
  description: 'A sample.\n\nIts second paragraph.',
  objects: {
    Sample: {
      name: 'Sample',
      form: 'class',
      construct: {
        arguments: {
          source: {
            name: 'source',
            description: 'The sources.',
            type: object('Directory'),
            defaultPath: '/',
            ignore: ['.git'],
          },
          threshold: { name: 'threshold', type: level, defaultValue: 'HIGH' },
        },
      },
      methods: {
        greet: {
          name: 'greet',
          description: 'Greets somebody.\n\nAs often as is wished.',
          cache: '10m',
          arguments: {
            name: { name: 'name', description: 'Whom to greet.', type: text },
            timesToGreet: { name: 'timesToGreet', type: { kind: 'INTEGER_KIND' }, defaultValue: 1 },
            loud: { name: 'loud', type: { kind: 'BOOLEAN_KIND' }, defaultValue: false },
            ratio: { name: 'ratio', type: { kind: 'FLOAT_KIND' }, isOptional: true },
          },
          returnType: text,
        },
        pick: {
          name: 'pick',
          arguments: {
            tags: { name: 'tags', type: { kind: 'LIST_KIND', typeDef: text }, isOptional: true },
            level: { name: 'level', type: level, isOptional: true },
            file: { name: 'file', type: object('File'), isOptional: true },
            token: { name: 'token', type: object('Secret'), isOptional: true },
            db: { name: 'db', type: object('Service'), isOptional: true },
            base: { name: 'base', type: object('Container'), isOptional: true },
            ref: { name: 'ref', type: object('GitRef'), isOptional: true },
          },
          returnType: text,
        },
        image: { name: 'image', arguments: {}, returnType: object('Container') },
        serve: { name: 'serve', arguments: {}, returnType: object('Service') },
        gates: {
          name: 'gates',
          arguments: {},
          returnType: { kind: 'LIST_KIND', typeDef: object('Gate') },
        },
      },
      properties: { source: { name: 'source', type: object('Directory') } },
    },
    Gate: {
      name: 'Gate',
      form: 'class',
      methods: {},
      properties: {
        name: { name: 'name', description: "The gate's name.", type: text, isExposed: true },
        note: { name: 'note', type: text },
      },
    },
  },
  enums: {
    Level: {
      name: 'Level',
      values: { Low: { name: 'Low', value: 'LOW' }, High: { name: 'High', value: 'HIGH' } },
    },
  },
});

export const sampleTypes = moduleTypes('sample', sampleModule);

/** As much of the core API as the tests chain into. */
export const coreSchema = buildSchema(`
  type Query { node(id: ID!): Node container: Container! }
  interface Node { id: ID! }
  type Container implements Node {
    id: ID!
    "Runs a command."
    withExec(args: [String!]!, "Whether errors are expected" expect: ReturnType = SUCCESS): Container!
    stdout: String!
    withFile(path: String!, source: ID!): Container!
    "Writes the image."
    export(path: String!): String!
    envVariables: [EnvVariable!]!
    sync: ID!
    user: String!
  }
  type EnvVariable implements Node { id: ID! name: String! }
  type Service implements Node { id: ID! up(ports: [PortForward!]): Void }
  input PortForward { backend: Int! frontend: Int protocol: String }
  enum ReturnType { SUCCESS ANY }
  scalar Void
`);

export const sampleCatalog: Catalog = {
  object: (name) => sampleTypes.objects.get(name) ?? coreObject(coreSchema, name),
  enumMembers: (name) => sampleTypes.enums.get(name) ?? coreEnum(coreSchema, name),
};
