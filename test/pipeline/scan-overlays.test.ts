import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { overlays, renderCommitted } from '../../manifests/test/render.ts';
import { installTools, root } from '../../manifests/test/tools.ts';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'trivy');

const missing = installTools();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const configuration = JSON.parse(readFileSync(join(root, 'pipeline.json'), 'utf8')) as object;
let rendered: Readonly<Record<string, string>> = {};

/** A project with the messenger's Dockerfile, manifests and thresholds, each overlay as it is applied beside them. */
function messenger(texts: Readonly<Record<string, string>>): Greeter {
  const project = new Greeter();
  cpSync(join(root, 'Dockerfile'), project.path('Dockerfile'));
  for (const part of ['base', 'components', 'overlays'])
    cpSync(join(root, 'manifests', part), project.path(`manifests/${part}`), { recursive: true });
  mkdirSync(project.path('manifests/rendered'));
  for (const [name, text] of Object.entries(texts))
    writeFileSync(project.path(`manifests/rendered/${name}.yaml`), text);
  // Its programs are not part of the copy.
  const own = { ...configuration, gates: ['scan-config'], smoke: undefined, deploy: undefined };
  return project.write('pipeline.json', JSON.stringify(own));
}

describe.skipIf(missing !== undefined)("the messenger's Dockerfile, manifests and rendered overlays", () => {
  beforeAll(() => {
    rendered = Object.fromEntries(
      overlays.map((overlay) => [
        overlay,
        renderCommitted(overlay)
          .map((object) => stringify(object))
          .join('---\n'),
      ]),
    );
  });

  it('have no finding at MEDIUM or above, and no exception', async () => {
    using project = messenger(rendered);
    const ended = await call('--source', project.folder, 'scan');
    expect(ended.stdout, ended.stderr).toMatch(/^scan-config +passed /m);
    expect(ended.exitCode).toBe(0);
    const strict = await call('--source', project.folder, '--threshold', 'LOW', 'scan');
    expect(strict.stderr).toContain('manifests/rendered/kind.yaml');
    expect(JSON.stringify(configuration)).not.toContain('exceptions');
  });

  it.each(overlays)('are red for a finding at MEDIUM in the overlay %s', async (overlay) => {
    const sound = rendered[overlay] ?? '';
    const unsound = sound.replace('allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true');
    expect(unsound).not.toBe(sound);
    using project = messenger({ ...rendered, [overlay]: unsound });
    const ended = await call('--source', project.folder, 'scan');
    expect(ended.stderr).toMatch(
      new RegExp(`manifests/rendered/${overlay}\\.yaml:\\d+: KSV-0001 \\(trivy, MEDIUM\\)`),
    );
    expect(ended.exitCode).toBe(1);
  });
});
