/**
 * What the engine costs: `npm run bench`. Single operations beside the same commands by hand with docker, and whole runs
 * of the pipeline on a copy of the repository, for which the engine's cache is emptied. `npm run bench -- operations` or `-- pipeline` measures one of the two.
 */
import { table } from './measure.ts';
import { operationFigures } from './operations.ts';
import { pipelineFigures } from './pipeline.ts';

// An interrupt must not leave the copy of the repository: what cleans up runs on exit as well.
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

const [only] = process.argv.slice(2);
if (only !== 'pipeline') console.log(`${table(await operationFigures())}\n`);
if (only !== 'operations') {
  const { figures, failures, stages } = await pipelineFigures();
  console.log(`${table(figures)}\n\n${stages}`);
  for (const failure of failures) console.error(`\n${failure}`);
  // A limit that is missed is for the table to tell; a run that failed has measured nothing.
  if (failures.length > 0) process.exitCode = 1;
}
