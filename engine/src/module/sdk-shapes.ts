import { z } from 'zod';

/** A type as the SDK's introspector prints it. */
export type SdkType =
  | { kind: 'LIST_KIND'; typeDef: SdkType }
  | { kind: 'OBJECT_KIND' | 'ENUM_KIND' | 'SCALAR_KIND' | 'INTERFACE_KIND'; name: string }
  | { kind: 'STRING_KIND' | 'INTEGER_KIND' | 'FLOAT_KIND' | 'BOOLEAN_KIND' | 'VOID_KIND' };

const sdkType: z.ZodType<SdkType> = z.lazy(() =>
  z.union([
    z.object({ kind: z.literal('LIST_KIND'), typeDef: sdkType }),
    z.object({
      kind: z.enum(['OBJECT_KIND', 'ENUM_KIND', 'SCALAR_KIND', 'INTERFACE_KIND']),
      name: z.string(),
    }),
    z.object({
      kind: z.enum(['STRING_KIND', 'INTEGER_KIND', 'FLOAT_KIND', 'BOOLEAN_KIND', 'VOID_KIND']),
    }),
  ]),
);

const sdkArgument = z.object({
  name: z.string(),
  description: z.string().default(''),
  type: sdkType,
  isVariadic: z.boolean().default(false),
  isNullable: z.boolean().default(false),
  isOptional: z.boolean().default(false),
  defaultValue: z.json().optional(),
  defaultPath: z.string().optional(),
  defaultAddress: z.string().optional(),
  ignore: z.array(z.string()).optional(),
});

const sdkFunction = z.object({
  name: z.string(),
  description: z.string().default(''),
  alias: z.string().optional(),
  arguments: z.record(z.string(), sdkArgument),
  returnType: sdkType,
  cache: z.string().optional(),
});

const sdkProperty = z.object({
  name: z.string(),
  description: z.string().default(''),
  alias: z.string().optional(),
  type: sdkType,
  isExposed: z.boolean().default(false),
});

const sdkObject = z.object({
  name: z.string(),
  description: z.string().default(''),
  /** `class`, or `object` for a type alias. */
  form: z.enum(['class', 'object']),
  /** The SDK's `constructor`, under a name that plain objects do not inherit. */
  construct: z.object({ arguments: z.record(z.string(), sdkArgument) }).optional(),
  methods: z.record(z.string(), sdkFunction).default({}),
  properties: z.record(z.string(), sdkProperty).default({}),
});

const sdkEnum = z.object({
  name: z.string(),
  description: z.string().default(''),
  values: z.record(
    z.string(),
    z.object({ name: z.string(), value: z.string(), description: z.string().default('') }),
  ),
});

/** A module as the SDK's introspector prints it, with each function's cache policy, which its JSON leaves out. */
export const sdkModule = z.object({
  name: z.string(),
  description: z.string().default(''),
  objects: z.record(z.string(), sdkObject),
  enums: z.record(z.string(), sdkEnum).default({}),
});

export type SdkModule = z.infer<typeof sdkModule>;
export type SdkArgument = z.infer<typeof sdkArgument>;
export type SdkFunction = z.infer<typeof sdkFunction>;
export type SdkObject = z.infer<typeof sdkObject>;
