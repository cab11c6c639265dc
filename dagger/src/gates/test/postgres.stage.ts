import type { Container, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import type { Started } from '../needs/services.stage.ts';

/** Binds a PostgreSQL of this run. Only the test container can reach it, so it needs no password. */
export function withPostgres(container: Container): Container {
  return container
    .withServiceBinding('postgres', postgres())
    .withEnvVariable('TEST_DATABASE_URL', 'postgres://postgres@postgres:5432/postgres');
}

/** The database, to be started by itself. */
export function startablePostgres(): Started {
  return {
    words: 'the PostgreSQL of the tests (test.postgres)',
    image: images.postgres,
    service: postgres(),
  };
}

function postgres(): Service {
  return dag
    .container()
    .from(images.postgres)
    .withEnvVariable('POSTGRES_HOST_AUTH_METHOD', 'trust')
    .withExposedPort(5432)
    .asService({ useEntrypoint: true });
}
