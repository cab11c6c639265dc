import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { discovery, targetOf, versionOf, type Target } from './api.ts';

/** An object of Kubernetes, as far as a small cluster looks into it. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
    readonly generation?: number;
  };
  readonly spec?: Whatever & {
    readonly unschedulable?: boolean;
    readonly selector?: { readonly matchLabels: Labels };
  };
  readonly status?: Whatever & { readonly disruptionsAllowed?: number };
}

/** Fields that it keeps and does not look at. */
type Whatever = Readonly<Record<string, unknown>>;
type Labels = Readonly<Record<string, string>>;

/** What the server refuses: the reason in Kubernetes' words, such as `Forbidden`; nothing for what it answers. */
export type Refuses = (method: string, target: Target) => string | undefined;

interface Answer {
  readonly code: number;
  readonly body: object;
}

/**
 * The API of a cluster that has objects and no controller: nodes are patched, pods are evicted as their budget allows, and
 * then are on their way out for ever. What a program does to it is seen by what it holds, whatever the program's words were.
 */
export class SmallCluster implements AsyncDisposable {
  /** Names of nodes that were cordoned at any time. */
  readonly everCordoned = new Set<string>();
  /** Each pod that was evicted, with the nodes that were cordoned then; asking without taking away is not told. */
  readonly evictions: { readonly pod: string; readonly cordoned: readonly string[] }[] = [];
  readonly #objects: KubernetesObject[];
  readonly #refuses: Refuses;
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(({ code, body }) => {
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  private constructor(objects: readonly KubernetesObject[], refuses: Refuses) {
    this.#objects = structuredClone([...objects]);
    this.#refuses = refuses;
  }

  static async start(
    objects: readonly KubernetesObject[],
    refuses: Refuses = () => undefined,
  ): Promise<SmallCluster> {
    const cluster = new SmallCluster(objects, refuses);
    await once(cluster.#server.listen(0, '127.0.0.1'), 'listening');
    return cluster;
  }

  /** A kubeconfig for it, as JSON, which is YAML too. */
  get kubeconfig(): string {
    const { port } = this.#server.address() as AddressInfo;
    const name = 'small';
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: [{ name, cluster: { server: `http://127.0.0.1:${String(port)}` } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      users: [{ name, user: {} }],
    });
  }

  /** The nodes as they are now: which are cordoned, and with which annotations. */
  get nodes(): { name: string; cordoned: boolean; annotations: Labels }[] {
    return this.#of('Node').map(({ metadata, spec }) => ({
      name: metadata.name,
      cordoned: spec?.unschedulable === true,
      annotations: metadata.annotations ?? {},
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://cluster');
    const known = discovery.get(pathname);
    if (known !== undefined) return { code: 200, body: known };
    const target = targetOf(pathname);
    if (target === undefined) return refusal('NotFound');
    const method = request.method ?? 'GET';
    const reason = this.#refuses(method, target);
    if (reason !== undefined) return refusal(reason);
    if (target.name === undefined) return this.#list(target, searchParams.get('labelSelector') ?? '');
    const found = this.#of(target.resource.kind).find(({ metadata }) => metadata.name === target.name);
    if (found === undefined) return refusal('NotFound');
    if (target.subresource === 'eviction') return this.#evict(found, await json(request));
    if (method === 'PATCH') this.#patch(found, await json(request));
    return { code: 200, body: { apiVersion: versionOf(target.resource), ...this.#current(found) } };
  }

  #of(kind: string): KubernetesObject[] {
    return this.#objects.filter((object) => object.kind === kind);
  }

  #current({ kind, metadata: { name } }: KubernetesObject): KubernetesObject | undefined {
    return this.#of(kind).find(({ metadata }) => metadata.name === name);
  }

  #list({ resource }: Target, selector: string): Answer {
    const wanted = Object.fromEntries(
      selector.split(',').map((pair): [string, string] => {
        const [name = '', value = ''] = pair.split('=');
        return [name, value];
      }),
    );
    const items = this.#of(resource.kind)
      .filter(({ metadata }) => selector === '' || hasLabels(metadata.labels, wanted))
      .map((object) => ({ apiVersion: versionOf(resource), ...object }));
    return {
      code: 200,
      body: { kind: `${resource.kind}List`, apiVersion: versionOf(resource), metadata: {}, items },
    };
  }

  #patch(object: KubernetesObject, change: unknown): void {
    this.#objects[this.#objects.indexOf(object)] = merged(object, change) as KubernetesObject;
    for (const { name } of this.nodes.filter(({ cordoned }) => cordoned)) this.everCordoned.add(name);
  }

  #evict(pod: KubernetesObject, eviction: unknown): Answer {
    const guards = ({ spec }: KubernetesObject): boolean =>
      hasLabels(pod.metadata.labels, spec?.selector?.matchLabels ?? {});
    const budget = this.#of('PodDisruptionBudget').find(guards);
    const allowed = budget?.status?.disruptionsAllowed ?? 1;
    if (allowed === 0) return refusal('TooManyRequests');
    if (!JSON.stringify(eviction).includes('dryRun')) {
      if (budget !== undefined) this.#patch(budget, { status: { disruptionsAllowed: allowed - 1 } });
      this.#patch(pod, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } });
      const cordoned = this.nodes.filter((node) => node.cordoned).map(({ name }) => name);
      this.evictions.push({ pod: pod.metadata.name, cordoned });
    }
    return { code: 201, body: { kind: 'Status', apiVersion: 'v1', status: 'Success' } };
  }
}

const codes: Readonly<Record<string, number>> = { NotFound: 404, Forbidden: 403, TooManyRequests: 429 };

function refusal(reason: string): Answer {
  const code = codes[reason] ?? 500;
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  return { code, body: { ...status, reason, code, message: `the small cluster says ${reason}` } };
}

function hasLabels(labels: Labels = {}, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/** A JSON merge patch (RFC 7396). */
function merged(target: unknown, change: unknown): unknown {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change;
  const result: Record<string, unknown> = { ...(typeof target === 'object' ? target : {}) };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = merged(result[name], value);
  }
  return result;
}
