import type { Text } from '../../verdict/figures.ts';

/** What is known of a service by its image. */
export interface KnownService {
  /** Its short name in `pipeline.json`. */
  readonly name: string;
  /** Repositories of images that take the same variables and listen on the same port. */
  readonly repositories: readonly string[];
  /** The image for the short name: a line that gets fixes for years, by its tag alone. A project that wants more names a digest. */
  readonly image: Text;
  readonly port: number;
  /** Variables of the image, so that tests know how to sign in: user, password and database are all called `test`. */
  readonly env: Readonly<Record<string, string>>;
}

/** Services by short names, with the variables that their images document. */
export const knownServices: readonly KnownService[] = [
  {
    name: 'postgres',
    repositories: ['postgres', 'pgvector/pgvector', 'postgis/postgis', 'timescale/timescaledb'],
    image: 'postgres:17',
    port: 5432,
    env: { POSTGRES_USER: 'test', POSTGRES_PASSWORD: 'test', POSTGRES_DB: 'test' },
  },
  {
    name: 'mysql',
    repositories: ['mysql'],
    image: 'mysql:8.4',
    port: 3306,
    env: {
      MYSQL_ROOT_PASSWORD: 'test',
      MYSQL_USER: 'test',
      MYSQL_PASSWORD: 'test',
      MYSQL_DATABASE: 'test',
    },
  },
  {
    name: 'mariadb',
    repositories: ['mariadb'],
    image: 'mariadb:11.8',
    port: 3306,
    env: {
      MARIADB_ROOT_PASSWORD: 'test',
      MARIADB_USER: 'test',
      MARIADB_PASSWORD: 'test',
      MARIADB_DATABASE: 'test',
    },
  },
  { name: 'redis', repositories: ['redis'], image: 'redis:8', port: 6379, env: {} },
  { name: 'valkey', repositories: ['valkey/valkey'], image: 'valkey/valkey:8', port: 6379, env: {} },
  // Without a user: with one, every address needs authSource=admin.
  { name: 'mongodb', repositories: ['mongo'], image: 'mongo:8', port: 27017, env: {} },
];

/**
 * What is known of an image.
 * @param image a short name, or the reference of an image, whose variables and port are those of its repository
 */
export function knownService(image: string): KnownService | undefined {
  const repository = image
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  return knownServices.find(({ name, repositories }) => name === image || repositories.includes(repository));
}
