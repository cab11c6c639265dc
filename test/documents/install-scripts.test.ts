import { expect, it } from 'vitest';

import { read } from './project.ts';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
}

const { packages } = JSON.parse(read('package-lock.json')) as Lockfile;
const scripted = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
  hasInstallScript === true ? [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)] : [],
);

it('npm is told of every dependency with an install script that none is to run, so that it asks nobody', () => {
  const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
  expect(allowScripts).toEqual(Object.fromEntries(scripted.map((name) => [name, false])));
});

it('the audit gate knows of the same, since older versions of npm run them unasked', () => {
  const { audit } = JSON.parse(read('pipeline.json')) as { audit: { installScripts: string[] } };
  expect(audit.installScripts.toSorted()).toEqual([...new Set(scripted)].toSorted());
});
