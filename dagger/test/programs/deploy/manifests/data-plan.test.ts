import { describe, expect, test } from 'vitest';

import {
  type DataFacts,
  type DataPlan,
  dataPlan,
  unusedValues,
} from '../../../../programs/deploy/manifests/data-plan.ts';
import type { DataObject, KubeObject } from '../../../../programs/deploy/kube/types.ts';

type Made = KubeObject & { readonly spec: object };

/** A Deployment whose pods have such a specification. */
const pods = (spec: object): Made => ({
  kind: 'Deployment',
  metadata: { name: 'api' },
  spec: { template: { spec: { containers: [], ...spec } } },
});
const fromKeys = (kind: 'secret' | 'configMap', name: string, ...keys: string[]): Made =>
  pods({
    containers: [
      { env: keys.map((key) => ({ name: key, valueFrom: { [`${kind}KeyRef`]: { name, key } } })) },
    ],
  });
const whole = (kind: 'secret' | 'configMap', name: string): Made =>
  pods({ containers: [{ envFrom: [{ [`${kind}Ref`]: { name } }] }] });

const secret = (name: string, data: Record<string, string>): DataObject => ({
  kind: 'Secret',
  metadata: { name },
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)])),
});
const map = (name: string, data: Record<string, string>): DataObject => ({
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const setBy = (object: DataObject, owners: Record<string, string>): DataObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    managedFields: Object.entries(owners).map(([key, manager]) => ({
      manager,
      fieldsV1: { 'f:data': { [`f:${key}`]: {} } },
    })),
  },
});

const facts: Omit<DataFacts, 'objects'> = {
  there: [],
  given: { values: {}, secrets: {} },
  own: true,
  namespace: 'shop',
};
const planOf = (objects: readonly KubeObject[], change: Partial<DataFacts> = {}): DataPlan =>
  dataPlan({ ...facts, objects, ...change });
const refusedAs = (objects: readonly KubeObject[], change: Partial<DataFacts> = {}): string[] =>
  planOf(objects, change).problems.map(({ text }) => text);
const nothing = { changes: [], problems: [], notes: [] };

describe('on a cluster of its own', () => {
  test('a Secret that is missing is made, and told by its keys', () => {
    const { changes, problems, notes } = planOf([fromKeys('secret', 'keys', 'TOKEN', 'SALT')]);
    expect(changes).toEqual([{ kind: 'Secret', name: 'keys', given: new Map(), made: ['TOKEN', 'SALT'] }]);
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      "made for this cluster: the Secret keys, read by Deployment/api, with values of the pipeline's own for TOKEN, SALT",
    ]);
  });

  test('a key that one lacks is made beside those that it has, in the manifests and in the cluster', () => {
    const reading = fromKeys('secret', 'keys', 'TOKEN', 'SALT', 'PIN');
    const plain: DataObject = {
      kind: 'Secret',
      metadata: { name: 'keys' },
      stringData: { TOKEN: 't' },
      type: 'any',
    };
    const there = [secret('keys', { SALT: 's' })];
    expect(planOf([reading, plain], { there }).changes).toMatchObject([{ name: 'keys', made: ['PIN'] }]);
    expect(planOf([reading, plain]).changes).toMatchObject([{ made: ['SALT', 'PIN'], type: 'any' }]);
  });

  test('one that is read as a whole is made empty, which is told', () => {
    const { changes, notes } = planOf([whole('secret', 'env')]);
    expect(changes).toMatchObject([{ name: 'env', made: [] }]);
    expect(notes).toEqual([
      expect.stringContaining('the Secret env, read by Deployment/api, without any key'),
    ]);
  });

  test('the login to a registry is not needed, since nothing is pulled', () => {
    const { changes, problems, notes } = planOf([pods({ imagePullSecrets: [{ name: 'login' }] })]);
    expect([changes, problems]).toEqual([[], []]);
    expect(notes).toEqual([
      expect.stringContaining('the Secret login, for pulls of images by Deployment/api'),
    ]);
  });

  test('a ConfigMap that lacks keys is refused with the lines that give them, all at once', () => {
    const objects = [
      fromKeys('configMap', 'settings', 'PORT', 'MODE'),
      map('settings', { PORT: '1' }),
      whole('configMap', 'more'),
    ];
    expect(refusedAs(objects)).toEqual([
      'no ConfigMap has these keys, which pods read: settings/MODE (Deployment/api): expected them in the manifests, or given in pipeline.json: "deploy": { "values": { "settings/MODE": "VALUE" } }',
      'these ConfigMaps are not there, which pods read as a whole: more (Deployment/api): expected them in the manifests, or their keys given in pipeline.json: "deploy": { "values": { "more/KEY": "VALUE" } }',
    ]);
  });
});

describe('on a cluster of somebody else', () => {
  const change = { own: false };

  test('missing Secrets are refused by name, with how to give them', () => {
    const objects = [
      fromKeys('secret', 'keys', 'TOKEN'),
      pods({ imagePullSecrets: [{ name: 'login' }] }),
      whole('secret', 'env'),
    ];
    expect(refusedAs(objects, change)).toEqual([
      'no Secret has these keys, which pods read: keys/TOKEN (Deployment/api), login/.dockerconfigjson (Deployment/api): expected them in the manifests or the namespace shop, or given by with-deploy-secret --name=keys/TOKEN --value=env:VARIABLE with-deploy-secret --name=login/.dockerconfigjson --value=env:VARIABLE',
      expect.stringMatching(/^these Secrets are not there.*env \(Deployment\/api\).*--name=env\/KEY/),
    ]);
    expect(planOf(objects, change).changes).toEqual([]);
  });

  test('what is there is fine', () => {
    const objects = [fromKeys('secret', 'keys', 'TOKEN'), whole('configMap', 'settings')];
    expect(
      planOf(objects, { ...change, there: [secret('keys', { TOKEN: 't' }), map('settings', {})] }),
    ).toEqual(nothing);
  });

  test('a key that only the manifests before had goes with them', () => {
    const objects = [fromKeys('configMap', 'settings', 'MODE'), map('settings', { PORT: '1' })];
    const there = map('settings', { PORT: '1', MODE: 'a' });
    const before = { ...change, there: [setBy(there, { MODE: 'pipeline' })] };
    expect(refusedAs(objects, before)).toEqual([expect.stringContaining('settings/MODE')]);
    expect(planOf(objects, { ...change, there: [setBy(there, { MODE: 'kubectl' })] })).toEqual(nothing);
    expect(planOf([objects[0] as Made], before)).toEqual(nothing);
  });

  test('a value that is given is not set over one of another hand', () => {
    const objects = [fromKeys('secret', 'keys', 'TOKEN')];
    const given = { values: {}, secrets: { 'keys/TOKEN': 'new' } };
    const there = secret('keys', { TOKEN: 'old' });
    expect(refusedAs(objects, { ...change, given, there: [setBy(there, { TOKEN: 'kubectl' })] })).toEqual([
      expect.stringMatching(/^Secret\/keys has another value for TOKEN .* set by kubectl/),
    ]);
    const own = planOf(objects, { ...change, given, there: [setBy(there, { TOKEN: 'pipeline-values' })] });
    expect(own).toMatchObject({ problems: [], changes: [{ given: new Map([['TOKEN', 'new']]) }] });
    expect(planOf(objects, { ...change, given, there: [secret('keys', { TOKEN: 'new' })] })).toEqual(nothing);
  });
});

describe.each([true, false])('wherever (own: %s)', (own) => {
  test('what is optional may be missing, and is set where it is given', () => {
    const object = pods({ volumes: [{ configMap: { name: 'c', optional: true, items: [{ key: 'k' }] } }] });
    expect(planOf([object], { own })).toEqual(nothing);
    const given = { values: { 'c/k': 'v' }, secrets: {} };
    expect(planOf([object], { own, given }).changes).toMatchObject([{ given: new Map([['k', 'v']]) }]);
  });

  test('values are given for both kinds; those of the caller outweigh those of the file', () => {
    const given = { values: { 'a/k': 'file', 'b/k': 'file' }, secrets: { 'a/k': 'caller' } };
    const objects = [fromKeys('secret', 'a', 'k'), fromKeys('configMap', 'b', 'k')];
    expect(planOf(objects, { own, given })).toEqual({
      ...nothing,
      changes: [
        { kind: 'Secret', name: 'a', given: new Map([['k', 'caller']]), made: [] },
        { kind: 'ConfigMap', name: 'b', given: new Map([['k', 'file']]), made: [] },
      ],
    });
  });

  test('a login that is given makes a Secret of its type', () => {
    const given = { values: {}, secrets: { 'login/.dockerconfigjson': '{}' } };
    expect(planOf([pods({ imagePullSecrets: [{ name: 'login' }] })], { own, given })).toMatchObject({
      problems: [],
      changes: [{ name: 'login', type: 'kubernetes.io/dockerconfigjson' }],
    });
  });

  test('a value for a key that the manifests have is refused', () => {
    const given = { values: { 'settings/PORT': '2' }, secrets: {} };
    const objects = [fromKeys('configMap', 'settings', 'PORT'), map('settings', { PORT: '1' })];
    expect(refusedAs(objects, { own, given })).toEqual([expect.stringContaining('which the manifests have')]);
  });

  test('what others make is not missing: the cluster itself, and controllers', () => {
    const made = (kind: string, spec: object): Made => ({ kind, metadata: { name: 'own-name' }, spec });
    const token: DataObject = {
      kind: 'Secret',
      metadata: { name: 'token' },
      type: 'kubernetes.io/service-account-token',
    };
    const objects = [
      fromKeys('configMap', 'kube-root-ca.crt', 'ca.crt'),
      fromKeys('secret', 'token', 'token'),
      token,
      ...['a', 'b', 'own-name'].map((name) => fromKeys('secret', name, 'k')),
      made('Certificate', { secretName: 'a' }),
      made('ExternalSecret', { target: { name: 'b' } }),
      made('SealedSecret', {}),
    ];
    expect(planOf(objects, { own })).toEqual(nothing);
  });
});

describe('values that are given', () => {
  const objects = [fromKeys('secret', 'keys', 'TOKEN'), whole('configMap', 'settings')];
  const told = (values: Record<string, string>, secrets: Record<string, string> = {}): string[] =>
    (unusedValues({ objects, given: { values, secrets } }).problems ?? []).map(({ text }) => text);

  test('are fine where a pod reads them', () => {
    expect(told({ 'keys/TOKEN': 'a', 'settings/ANY': 'b' }, { 'keys/TOKEN': 'c' })).toEqual([]);
  });

  test('and read by nobody are refused, each with what is read', () => {
    const read = 'expected one of those that pods read: keys/TOKEN (Secret), settings/KEY (ConfigMap)';
    expect(told({ 'keys/TOKN': 'a' }, { 'key/TOKEN': 'b' })).toEqual([
      `deploy.values: no pod reads keys/TOKN: ${read}`,
      `with-deploy-secret: no pod reads key/TOKEN: ${read}`,
    ]);
  });

  test('are not secret in a ConfigMap', () => {
    expect(told({}, { 'settings/ANY': 'b' })).toEqual([
      'with-deploy-secret: settings/ANY is of a ConfigMap, which everybody may read: give it by deploy.values in pipeline.json',
    ]);
  });
});
