import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const Content = z.record(z.string(), z.unknown());
const Operation = z.object({ responses: z.record(z.string(), z.object({ content: Content.optional() })) });
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

const pointer = (parts: readonly string[]) =>
  parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/**
 * Holds answers against an OpenAPI document.
 * @returns a check that throws when an answer's status, type or body is not in the document
 */
export function createConformance(document: unknown) {
  const { paths } = Document.parse(document);
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(document as object, 'openapi');
  const routes = Object.entries(paths).map(([path, operations]) => ({
    path,
    operations,
    fixed: !path.includes('{'),
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}/?$`),
  }));
  const validators = new Map<string, ValidateFunction>();

  const operationAt = (method: string, path: string) => {
    const fitting = routes.filter(({ pattern }) => pattern.test(path.split('?')[0] ?? ''));
    const route = fitting.find(({ fixed }) => fixed) ?? fitting[0];
    const operation = route?.operations[method.toLowerCase()];
    return route && operation && { path: route.path, operation };
  };
  const validatorOf = (parts: readonly string[]) => {
    const key = `openapi#/${pointer(parts)}`;
    const validate = validators.get(key) ?? ajv.compile({ $ref: key });
    validators.set(key, validate);
    return validate;
  };

  return async (method: string, path: string, response: Response): Promise<void> => {
    const found = operationAt(method, path);
    if (!found) return;
    const status = String(response.status);
    const name = `${method} ${found.path} ${status}`;
    const declared = found.operation.responses[status];
    if (!declared) throw new Error(`${name} is not in the document`);
    const text = await response.text();
    if (!declared.content) {
      if (text !== '') throw new Error(`${name} has a body`);
      return;
    }
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    if (!(type in declared.content)) throw new Error(`${name} has the type ${type}`);
    if (!type.endsWith('json')) return;
    const parts = ['paths', found.path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'];
    const validate = validatorOf(parts);
    if (!validate(JSON.parse(text))) throw new Error(`${name}: ${ajv.errorsText(validate.errors)}`);
  };
}
