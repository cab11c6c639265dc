import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const Media = z.object({ examples: z.record(z.string(), z.unknown()).optional() });
const Operation = z.object({
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), Media).optional() })),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
interface Found {
  readonly path: string;
  readonly operation: z.infer<typeof Operation>;
}
type Declared = z.infer<typeof Operation>['responses'][string];

/** A response or an event breaks the contract; distinct from a broken connection. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';
}

const problemType = 'application/problem+json';
/** The paths that are served outside the API; all others outside the document answer 404 or 405. */
const pages = /^\/(docs(\/.+|\.js)?|openapi\.json|(app|api|view)\.js|style\.css)?$/;

const pointer = (parts: readonly string[]) =>
  parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** The document with additional properties forbidden, so that an undocumented field, such as a hash, is an error. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]));
  const isObject = 'type' in inside && inside['type'] === 'object' && 'properties' in inside;
  return isObject ? { additionalProperties: false, ...inside } : inside;
}

/** The ids of all users whose e-mail address is in a response. */
function addressed(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = 'email' in value ? ['id' in value ? value.id : undefined] : [];
  return [...here, ...Object.values(value).flatMap(addressed)];
}

const typeOf = (response: Response) => response.headers.get('content-type')?.split(';')[0] ?? '';
function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ContractBroken(`${name} is not JSON`, { cause });
  }
}
const servedAs = (method: string) => (method === 'HEAD' ? 'GET' : method);

/** Registration has no token yet, and its response shows the user's own address. */
const registered = 'POST /api/auth/register 201';

/** A response with its request. */
export interface Exchange {
  readonly method: string;
  /** The path with the query, without the host. */
  readonly path: string;
  readonly response: Response;
  /** The id of the caller, who alone may see their e-mail address. */
  readonly userId?: string | undefined;
}

const ProblemBody = z.object({ status: z.int(), code: z.string(), request_id: z.string() });

/**
 * Checks responses against an OpenAPI document.
 * @returns a check that throws when the status, type or body of a response is not documented; it leaves the body unread
 */
export function createConformance(document: unknown) {
  const { paths } = Document.parse(document);
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(closed(document) as object, 'openapi');
  const routes = Object.entries(paths).map(([path, operations]) => ({
    path,
    operations,
    fixed: !path.includes('{'),
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}/?$`),
  }));
  const validators = new Map<string, ValidateFunction>();

  const operationAt = (method: string, path: string): Found | undefined => {
    const fitting = routes.filter(({ pattern }) => pattern.test(path));
    const route = fitting.find(({ fixed }) => fixed) ?? fitting[0];
    const operation = route?.operations[method.toLowerCase()];
    return route && operation && { path: route.path, operation };
  };
  const validate = (parts: readonly string[], name: string, value: unknown) => {
    const key = `openapi#/${pointer(parts)}`;
    const validator = validators.get(key) ?? ajv.compile({ $ref: key });
    validators.set(key, validator);
    if (!validator(value)) throw new ContractBroken(`${name}: ${ajv.errorsText(validator.errors)}`);
  };

  /** Checks that a problem has the status of its response, the id of its request and a code of its route. */
  const checkProblem = (name: string, value: unknown, response: Response, codes?: readonly string[]) => {
    validate(['components', 'schemas', 'Problem'], name, value);
    const { code, request_id, status } = ProblemBody.parse(value);
    if (status !== response.status) throw new ContractBroken(`${name} says ${String(status)} of itself`);
    if (request_id !== response.headers.get('x-request-id'))
      throw new ContractBroken(`${name} has another request's id`);
    if (codes && !codes.includes(code))
      throw new ContractBroken(`${name} has the code ${code}, which is not declared`);
  };
  /** Checks responses outside the document: pages and problems. A response to HEAD has no body to check. */
  const checkUndeclared = async (name: string, { method, path, response }: Exchange) => {
    const { headers, status } = response;
    if (status === 200 && pages.test(path)) return;
    const isProblem = [404, 405].includes(status) && typeOf(response) === problemType;
    if (!isProblem) throw new ContractBroken(`${name} ${typeOf(response)} is not in the document`);
    if (status === 405 && !headers.get('allow'))
      throw new ContractBroken(`${name} does not say what is allowed`);
    if (method !== 'HEAD') checkProblem(name, parsed(name, await response.clone().text()), response);
  };
  const checkJson = (name: string, declared: Declared, parts: string[], exchange: Exchange, text: string) => {
    const { response, userId } = exchange;
    const type = typeOf(response);
    const value = parsed(name, text);
    validate([...parts, 'content', type, 'schema'], name, value);
    const codes = declared.content?.[type]?.examples ?? {};
    if (type === problemType) checkProblem(name, value, response, Object.keys(codes));
    const others = name === registered ? [] : addressed(value).filter((id) => id !== userId);
    if (others.length > 0) throw new ContractBroken(`${name} shows the e-mail address of somebody else`);
  };

  const checkDeclared = async (name: string, { operation, path }: Found, exchange: Exchange) => {
    const { method, response } = exchange;
    const status = String(response.status);
    const declared = operation.responses[status];
    if (!declared) throw new ContractBroken(`${name} is not in the document`);
    const type = typeOf(response);
    if (declared.content && !(type in declared.content))
      throw new ContractBroken(`${name} has the type ${type}`);
    // A stream does not end, so its events are checked where they are read.
    if (type === 'text/event-stream') return;
    const text = await response.clone().text();
    const bare = declared.content === undefined || method === 'HEAD';
    if (bare && text !== '') throw new ContractBroken(`${name} has a body`);
    const parts = ['paths', path, servedAs(method).toLowerCase(), 'responses', status];
    if (!bare && type.endsWith('json')) checkJson(name, declared, parts, exchange, text);
  };

  return async (exchange: Exchange): Promise<void> => {
    const { method, response } = exchange;
    const path = exchange.path.split('?')[0] ?? '';
    const found = operationAt(servedAs(method), path);
    const status = String(response.status);
    const name = `${method} ${found?.path ?? path} ${status}`;
    if (!found || (method === 'HEAD' && status === '405')) {
      await checkUndeclared(name, { ...exchange, path });
      return;
    }
    await checkDeclared(name, found, exchange);
  };
}
