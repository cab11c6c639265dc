import type { SdkModule } from './sdk-shapes.ts';

/** The SDK's classes for a scanned module: `invoke` asks its objects for their methods and looks at their class. */
export interface DaggerModuleClasses {
  readonly DaggerObject: { readonly prototype: object };
  readonly DaggerTypeObject: { readonly prototype: object };
  readonly DaggerFunction: { readonly prototype: object };
  readonly DaggerConstructor: { readonly prototype: object };
  readonly DaggerEnum: { readonly prototype: object };
}

/**
 * Makes the SDK's own objects of a module out of its recorded types, so that a run does not scan the code again
 * (about a second, and 100 MB for TypeScript's compiler).
 *
 * @returns What `scan` would have answered, as far as `invoke` and `Executor` look at it.
 */
export function reviveModule(module: SdkModule, classes: DaggerModuleClasses): object {
  const objects = mapValues(module.objects, ({ form, construct, methods, properties, ...object }) =>
    instance(form === 'class' ? classes.DaggerObject : classes.DaggerTypeObject, {
      ...object,
      properties,
      methods: mapValues(methods, (method) => instance(classes.DaggerFunction, method)),
      _constructor: instance(classes.DaggerConstructor, { name: '', arguments: construct?.arguments ?? {} }),
    }),
  );
  const enums = mapValues(module.enums, (value) => instance(classes.DaggerEnum, value));
  return { name: module.name, description: module.description, objects, enums, interfaces: {} };
}

function instance(of: { readonly prototype: object }, fields: object): object {
  return Object.assign(Object.create(of.prototype) as object, fields);
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
