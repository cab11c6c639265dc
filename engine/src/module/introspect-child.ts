/**
 * Prints a module's types as JSON: `introspect-child.ts NAME CLIENT_FILE FILE...`. The same scan as the SDK's own
 * introspection entrypoint does, whose JSON leaves out each function's cache policy.
 */
import { pathToFileURL } from 'node:url';
import { sdkFiles } from './sdk.ts';

interface Scanned {
  readonly objects: Readonly<
    Record<
      string,
      { kind(): string; readonly methods?: Readonly<Record<string, { readonly cache?: string }>> }
    >
  >;
}

interface Introspector {
  readonly scan: (files: readonly string[], moduleName: string, loadModule: boolean) => Promise<Scanned>;
}

const [name = '', ...files] = process.argv.slice(2);
const { scan } = (await import(pathToFileURL(sdkFiles.introspector).href)) as Introspector;
const scanned = await scan(files, name, false);
const objects = Object.entries(scanned.objects).map(([key, object]) => {
  const json = asRecord(JSON.parse(JSON.stringify(object)));
  const construct = Object.hasOwn(json, 'constructor') ? json['constructor'] : undefined;
  const methods = Object.entries(asRecord(json['methods'])).map(([method, value]) => [
    method,
    { ...asRecord(value), cache: object.methods?.[method]?.cache },
  ]);
  return [key, { ...json, construct, form: object.kind(), methods: Object.fromEntries(methods) as unknown }];
});
const whole = {
  ...asRecord(JSON.parse(JSON.stringify(scanned))),
  objects: Object.fromEntries(objects) as unknown,
};
process.stdout.write(JSON.stringify(whole));

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
