import { z } from 'zod';

import { containers, workloads, type KubernetesObject } from './model.ts';

/** A Secret that must stand in the namespace before the workloads start. */
export interface ExpectedSecret {
  readonly name: string;
  readonly keys: readonly string[];
  /** Who makes it. */
  readonly from: string;
}

const messenger: Omit<ExpectedSecret, 'from'> = { name: 'messenger', keys: ['DATABASE_URL', 'JWT_SECRET'] };

/**
 * The Secrets of each overlay. None is rendered: on kind the pipeline makes them when they are not there yet, and
 * never changes one, because the database keeps the password that it was initialised with.
 */
export const expectedSecrets = {
  kind: [
    {
      ...messenger,
      from: 'the pipeline: postgres://messenger:<password>@messenger-database:5432/messenger, random bytes',
    },
    { name: 'messenger-database', keys: ['password'], from: 'the pipeline: random bytes, the same password' },
  ],
  production: [{ ...messenger, from: "the cluster's owner" }],
} as const satisfies Readonly<Record<string, readonly ExpectedSecret[]>>;

const fromVariable = z.looseObject({
  valueFrom: z.looseObject({ secretKeyRef: z.looseObject({ name: z.string(), key: z.string() }) }),
});
const fromVolume = z.looseObject({
  secret: z.looseObject({
    secretName: z.string(),
    items: z.array(z.looseObject({ key: z.string() })).default([]),
  }),
});

/** `name/key` of each Secret that the workloads read, in alphabetical order. */
export function usedSecrets(objects: readonly KubernetesObject[]): string[] {
  const used = workloads(objects).flatMap((workload) => [
    ...containers(workload)
      .flatMap(({ env = [] }) => env)
      .flatMap((variable) => {
        const { data } = fromVariable.safeParse(variable);
        return data ? [`${data.valueFrom.secretKeyRef.name}/${data.valueFrom.secretKeyRef.key}`] : [];
      }),
    ...(workload.spec.template.spec.volumes ?? []).flatMap((volume) => {
      const { data } = fromVolume.safeParse(volume);
      return (data?.secret.items ?? []).map(({ key }) => `${String(data?.secret.secretName)}/${key}`);
    }),
  ]);
  return [...new Set(used)].sort();
}
