import { describe, expect, inject, it } from 'vitest';

import { nameOf } from '../policy/model.ts';
import { expectedSecrets, usedSecrets } from '../policy/secrets.ts';
import { applyChange, type Change } from './change.ts';
import { overlays, renderDeployed } from './render.ts';
import { validatorFor } from './schemas.ts';
import { kubernetesVersions } from './tools.ts';

const missing = inject('toolsMissing');
const rendered = {
  kind: missing === '' ? renderDeployed('kind') : [],
  production: missing === '' ? renderDeployed('production') : [],
};
const title = (text: string) => `${text}${missing && ` (skipped: ${missing})`}`;

const invalid: readonly (Change & { what: string })[] = [
  {
    what: 'an unknown field',
    at: 'Deployment/messenger',
    path: '/spec/template/spec/containers/0/livenessprobe',
    to: {},
  },
  { what: 'a number as text', at: 'Deployment/messenger', path: '/spec/minReadySeconds', to: '5' },
  { what: 'a missing name', at: 'Deployment/messenger', path: '/spec/template/spec/containers/0/name' },
  { what: 'an unknown API version', at: 'Deployment/messenger', path: '/apiVersion', to: 'apps/v1beta1' },
  { what: 'an unknown kind', at: 'Service/messenger', path: '/kind', to: 'Servce' },
  { what: 'a list for a text', at: 'NetworkPolicy/dns', path: '/spec/policyTypes', to: 'Egress' },
];

describe.skipIf(missing !== '')(title('Kubernetes takes the overlays'), () => {
  describe.each(kubernetesVersions)('%s', (version) => {
    const validate = missing === '' ? validatorFor(version) : () => [];

    it.each(overlays)(
      'every object of %s is valid, with no field that Kubernetes does not know',
      (overlay) => {
        const objects = rendered[overlay];
        expect(objects.length).toBeGreaterThan(8);
        expect(
          objects.flatMap((object) => validate(object).map((error) => `${nameOf(object)} ${error}`)),
        ).toEqual([]);
      },
    );

    it.each(invalid)('$what is refused', (change) => {
      expect(applyChange(rendered.kind, change).flatMap(validate)).not.toEqual([]);
    });
  });
});

describe.skipIf(missing !== '')(title('the overlays'), () => {
  it.each(overlays)('%s has each object once', (overlay) => {
    const names = rendered[overlay].map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(overlays)(
    '%s moves to another namespace by one line, and nothing of it stays behind',
    (overlay) => {
      const objects = renderDeployed(overlay, { namespace: 'elsewhere' });
      const places = objects.map(({ kind, metadata }) =>
        kind === 'Namespace' ? metadata.name : metadata.namespace,
      );
      expect(new Set(places)).toEqual(new Set(['elsewhere']));
    },
  );

  it.each(overlays)('%s reads the Secrets that are named beforehand, and no other', (overlay) => {
    const expected = expectedSecrets[overlay].flatMap(({ name, keys }) =>
      keys.map((key) => `${name}/${key}`),
    );
    expect(usedSecrets(rendered[overlay])).toEqual(expected.sort());
  });

  it('kind brings a database and no autoscaler, which would need metrics-server', () => {
    const kinds = rendered.kind.map(({ kind }) => kind);
    expect(kinds).toContain('StatefulSet');
    expect(kinds).not.toContain('HorizontalPodAutoscaler');
  });

  it('production brings an autoscaler and no database', () => {
    const kinds = rendered.production.map(({ kind }) => kind);
    expect(kinds).toContain('HorizontalPodAutoscaler');
    expect(kinds).not.toContain('StatefulSet');
  });
});
