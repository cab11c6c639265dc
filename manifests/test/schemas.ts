import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';

import type { KubernetesObject } from '../policy/model.ts';
import { schemaFile, type KubernetesVersion } from './tools.ts';

const kinds = z.array(z.object({ group: z.string(), kind: z.string(), version: z.string() })).optional();
const definitions = z.looseObject({
  $id: z.string(),
  $defs: z.record(z.string(), z.looseObject({ 'x-kubernetes-group-version-kind': kinds })),
});

/** What a version of Kubernetes says of an object; empty when it takes it as it is, with no field that it does not know. */
export type Validator = (object: KubernetesObject) => string[];

/** A validator by the schemas of one version of Kubernetes. */
export function validatorFor(version: KubernetesVersion): Validator {
  const file = definitions.parse(JSON.parse(readFileSync(schemaFile(version), 'utf8')));
  // Formats such as int32 are Kubernetes' own, and so are the keywords that begin with x-kubernetes.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(file);
  const compiled = new Map<string, ValidateFunction>();
  const names = Object.entries(file.$defs).flatMap(([name, definition]) =>
    (definition['x-kubernetes-group-version-kind'] ?? []).map(
      ({ group, kind, version: revision }) =>
        [`${group === '' ? '' : `${group}/`}${revision} ${kind}`, name] as const,
    ),
  );
  const nameOfKind = new Map(names);
  return (object) => {
    const name = nameOfKind.get(`${object.apiVersion} ${object.kind}`);
    if (name === undefined) return [`${version} knows no ${object.apiVersion} ${object.kind}`];
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `${file.$id}#/$defs/${name}` });
    compiled.set(name, validate);
    validate(object);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${String(message)} ${JSON.stringify(params)}`,
    );
  };
}
