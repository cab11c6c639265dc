import { dag } from '@dagger.io/dagger';

import { defects } from './defects.ts';
import { endingOfProof } from './ending.ts';
import { type ProofSetup, repositoryFor, tryDefect } from './gate-trial.stage.ts';
import { isCaught, proofTable } from './proof.ts';
import { provingDatabase, provingKey, provingRegistry } from './proving.stage.ts';
import { ruleDefects } from './sample.stage.ts';
import type { Defect } from '../gates/defect.ts';
import type { Ending } from '../verdict/ending.ts';
import { UsageError } from '../verdict/usage-error.ts';

/**
 * Publishes an untouched copy of a sound sample project, and then tries to publish copies with one known defect each,
 * to a registry of this run alone. Each must be red for its own defect and no other, and must be refused for it.
 * @param only names of defects to try; empty for all
 * @throws UsageError for an unknown name
 */
export async function proveGates(only: readonly string[]): Promise<Ending> {
  const chosen = chosenOf([...defects, ...(await ruleDefects())], only);
  const registry = await provingRegistry();
  try {
    const setup: ProofSetup = {
      registry,
      signing: await provingKey(registry),
      database: provingDatabase(new Date()),
      sound: dag.currentModule().source().directory('fixtures/project'),
    };
    const tried = [await tryDefect(setup, { name: 'the untouched copy', gates: [], edits: {} })];
    // One at a time: two in parallel would compete for the same processors, and slow answers would time out.
    for (const defect of chosen) tried.push(await tryDefect(setup, defect));
    const catalog = await registry.catalog();
    const [control, ...trials] = tried.map((one) => ({ ...one, tags: catalog.get(repositoryFor(one)) }));
    if (control === undefined) throw new Error('the untouched copy was not tried');
    const isComplete = [control, ...trials].every(isCaught);
    return endingOfProof(proofTable(control, trials), isComplete, 'not every defect was caught');
  } finally {
    await registry.end();
  }
}

function chosenOf(all: readonly Defect[], only: readonly string[]): readonly Defect[] {
  const strangers = only.filter((name) => all.every((defect) => defect.name !== name));
  if (strangers.length === 0) return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
  const known = all.map(({ name }) => name).join('; ');
  throw new UsageError(`--only: expected names of defects, got ${strangers.join(', ')}: ${known}`);
}
