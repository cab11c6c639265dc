/** The resources of Kubernetes that a small cluster has: by name, where they stand in the API, and of what kind they are. */
const resources = [
  { name: 'nodes', kind: 'Node', group: '', namespaced: false },
  { name: 'pods', kind: 'Pod', group: '', namespaced: true },
  { name: 'deployments', kind: 'Deployment', group: 'apps', namespaced: true },
  { name: 'replicasets', kind: 'ReplicaSet', group: 'apps', namespaced: true },
  { name: 'poddisruptionbudgets', kind: 'PodDisruptionBudget', group: 'policy', namespaced: true },
] as const;

export type Resource = (typeof resources)[number];
const groups = [...new Set(resources.map(({ group }) => group))];
const verbs = ['get', 'list', 'patch'];

/** The API version of a resource, such as `apps/v1`. */
export const versionOf = ({ group }: Resource): string => (group === '' ? 'v1' : `${group}/v1`);

/** What a path of the API is about. */
export interface Target {
  readonly resource: Resource;
  /** Nothing for the whole list. */
  readonly name?: string | undefined;
  /** `eviction`. */
  readonly subresource?: string | undefined;
}

/** Reads `/api/v1/namespaces/a/pods/b/eviction` and the like; nothing for other paths. */
export function targetOf(path: string): Target | undefined {
  const [, group = '', rest = ''] =
    /^\/(?:api|apis\/(\w+))\/v1\/(?:namespaces\/[^/]+\/)?(.+)$/.exec(path) ?? [];
  const [plural, name, subresource] = rest.split('/');
  const resource = resources.find((one) => one.name === plural && one.group === group);
  return resource && { resource, name, subresource };
}

/** What the server tells about itself and about its resources, by path: kubectl asks for it before anything else. */
export const discovery: ReadonlyMap<string, object> = new Map<string, object>([
  ['/version', { major: '1', minor: '34', gitVersion: 'v1.34.4' }],
  ['/api', { kind: 'APIVersions', versions: ['v1'] }],
  ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.filter(Boolean).map(groupOf) }],
  ...groups.map((group): [string, object] => [
    group === '' ? '/api/v1' : `/apis/${group}/v1`,
    {
      kind: 'APIResourceList',
      groupVersion: group === '' ? 'v1' : `${group}/v1`,
      resources: resources
        .filter((one) => one.group === group)
        .map(({ name, kind, namespaced }) => ({ name, kind, namespaced, singularName: '', verbs })),
    },
  ]),
]);

function groupOf(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}
