import type { Recipe } from './recipe.ts';

/** A version as tags of databases have it, or none that lasts, and the Debian that it is built on. */
const anyVersion = /^(latest|\d+(\.\d+){0,2})(-(trixie|bookworm|bullseye|jammy|noble))?$/;

const told = 'whatever version the tag says';

/**
 * Databases from Debian's packages. Debian has one version of each, so that a tag of another one gets the nearest, which is
 * told. An earlier recipe of this list is taken before a later one.
 */
export const databaseRecipes: readonly Recipe[] = [
  {
    ...postgres(15, 'bookworm'),
    tags: /^15(\.\d+)?(-(trixie|bookworm))?$/,
  },
  { ...postgres(17, 'trixie'), tags: anyVersion },
  {
    name: 'valkey',
    repositories: ['valkey/valkey', 'redis'],
    tags: anyVersion,
    roots: ['trixie'],
    notes: [`Valkey 8.1 from Debian trixie's packages, in place of Redis too, ${told}`],
  },
  {
    ...mariadb('10.11', 'bookworm'),
    tags: /^10(\.\d+){0,2}(-(jammy|noble))?$/,
  },
  { ...mariadb('11.8', 'trixie'), tags: anyVersion },
];

function postgres(major: number, suite: 'bookworm' | 'trixie'): Omit<Recipe, 'tags'> {
  return {
    name: `postgres-${String(major)}`,
    folder: 'postgres',
    repositories: ['postgres'],
    roots: [suite],
    buildArguments: { PG_MAJOR: String(major) },
    notes: [
      `PostgreSQL ${String(major)} from Debian ${suite}'s packages, ${told}; its locale is C.UTF-8, not en_US.utf8; no JIT`,
    ],
  };
}

function mariadb(version: string, suite: 'bookworm' | 'trixie'): Omit<Recipe, 'tags'> {
  return {
    name: `mariadb-${version}`,
    folder: 'mariadb',
    repositories: ['mariadb'],
    roots: [suite],
    buildArguments: { MARIADB_VERSION: version },
    notes: [`MariaDB ${version} from Debian ${suite}'s packages, ${told}; no Galera, no backup program`],
  };
}
