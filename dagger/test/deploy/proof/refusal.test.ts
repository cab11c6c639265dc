import { expect, test } from 'vitest';
import { refusalOf } from '../../../src/deploy/proof/refusal.ts';

/** What kubectl prints, by what caused it. */
const said = {
  unknownField:
    'Error from server (BadRequest): error when creating "all.yaml": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replicaz"',
  podSecurity:
    'Warning: would violate PodSecurity "restricted:v1.34": allowPrivilegeEscalation != false (container "messenger" must set securityContext.allowPrivilegeEscalation=false)',
  rights:
    'Error from server (Forbidden): deployments.apps "messenger" is forbidden: User "guest" cannot patch resource "deployments" in API group "apps" in the namespace "messenger"',
  conflict:
    'error: Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas\nPlease review the fields above',
  server: 'The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?',
  name: 'Unable to connect to the server: dial tcp: lookup nowhere on 10.0.0.1:53: no such host',
  certificate:
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority',
  credentials: 'error: You must be logged in to the server (Unauthorized)',
  selector:
    'The Deployment "shop" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"b"}}: field is immutable',
  set: "The StatefulSet \"db\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template' are forbidden",
  claim:
    'The PersistentVolumeClaim "data" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
  job: 'The Job "migrate" is invalid: spec.template: Invalid value: {"metadata":{}}: field is immutable',
  storageClass:
    'The StorageClass "fast" is invalid: provisioner: Forbidden: updates to provisioner are forbidden.',
  type: 'The Secret "keys" is invalid: type: Invalid value: "kubernetes.io/tls": field is immutable',
  pod: 'The Pod "one" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`',
  invalid: 'The Service "messenger" is invalid: spec.ports[0].port: Invalid value: 0',
};

test.each([
  ['an unknown field', 1, said.unknownField, 'unknown-field', 'failed'],
  ['a warning of Pod Security, though it is exit code 0', 0, said.podSecurity, 'pod-security', 'failed'],
  ['missing rights', 1, said.rights, 'rights', 'failed'],
  ['a field that another owns', 1, said.conflict, 'field-conflict', 'failed'],
  ['a server that is not there', 1, said.server, 'unreachable', 'unavailable'],
  ['a name that nobody knows', 1, said.name, 'unreachable', 'unavailable'],
  ['a certificate that nobody trusts', 1, said.certificate, 'unreachable', 'unavailable'],
  ['wrong credentials', 1, said.credentials, 'credentials', 'failed'],
  ["a Deployment's selector that changed", 1, said.selector, 'immutable', 'failed'],
  ["a StatefulSet's field that changed", 1, said.set, 'immutable', 'failed'],
  ['a claim that changed', 1, said.claim, 'immutable', 'failed'],
  ["a Job's template that changed", 1, said.job, 'immutable', 'failed'],
  ['a storage class that changed', 1, said.storageClass, 'immutable', 'failed'],
  ["a Secret's type that changed", 1, said.type, 'immutable', 'failed'],
  ['a pod that changed', 1, said.pod, 'immutable', 'failed'],
  ['a value that the server refuses', 1, said.invalid, 'invalid', 'failed'],
  ['a command that ran out of time', 124, '', 'validate', 'unavailable'],
  ['words that nobody foresaw', 1, 'something else', 'validate', 'failed'],
])('%s', (_name, exitCode, stderr, rule, outcome) => {
  expect(refusalOf('validate', { exitCode, stdout: '', stderr })).toMatchObject({ rule, outcome });
});

test.each([
  ['silence', ''],
  ['another warning', 'Warning: resource deployments/messenger is missing an annotation'],
])('exit code 0 with %s is no refusal', (_name, stderr) => {
  expect(refusalOf('apply', { exitCode: 0, stdout: 'deployment.apps/messenger configured', stderr })).toBe(
    undefined,
  );
});

test('a field of somebody else is told with what to do', () => {
  const { message } = refusalOf('validate', { exitCode: 1, stdout: '', stderr: said.conflict }) ?? {};
  expect(message).toMatch(/^error: Apply failed with 1 conflict: .*: somebody else has set these fields/);
});

test('a field that cannot be changed is told with what to do', () => {
  const { message } = refusalOf('validate', { exitCode: 1, stdout: '', stderr: said.selector }) ?? {};
  expect(message).toMatch(
    /^The Deployment "shop" is invalid.*: a field was changed that cannot be changed: .*delete it/,
  );
});
