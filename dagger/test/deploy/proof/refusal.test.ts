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
