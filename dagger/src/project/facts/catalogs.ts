import type { ProjectFiles } from './fact.ts';
import type { Dependency, Manifest } from './manifest.ts';
import { yamlText } from './yaml-lines.ts';

/** Files that keep the default catalog of a project: pnpm's ("Catalogs"), and yarn's from 4.10 on ("Catalogs"). */
const catalogFiles = ['pnpm-workspace.yaml', '.yarnrc.yml'];

/**
 * A manifest whose packages have the ranges that they have in the default catalog, where it says `catalog:`. A catalog
 * with a name of its own is not looked up: those ranges stay as they stand there.
 */
export function withCatalog(files: ProjectFiles, manifest: Manifest): Manifest {
  const entries = [...manifest.dependencies].map(([name, dependency]): [string, Dependency] => {
    const isListed = dependency.range === 'catalog:' || dependency.range === 'catalog:default';
    return [name, isListed ? listed(files, name, dependency) : dependency];
  });
  return { ...manifest, dependencies: new Map(entries) };
}

function listed(files: ProjectFiles, name: string, dependency: Dependency): Dependency {
  for (const file of catalogFiles) {
    const text = files.text(file) ?? '';
    for (const key of [name, `'${name}'`, `"${name}"`]) {
      const range = yamlText(text, key, 'catalog');
      if (range !== undefined) return { ...dependency, range, catalog: file };
    }
  }
  return dependency;
}
