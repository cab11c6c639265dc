import { type Baseline, groupKey, groupWords } from '../verdict/baseline.ts';
import { completeTools, type LookedGates, total } from '../verdict/baseline-use.ts';
import { count } from '../verdict/evidence.ts';
import { plainLine, withoutCommands } from '../verdict/plain-text.ts';

/** Most entries that are written out. */
const mostEntries = 50;

/** What `baseline` lowers, an entry each, and what could not be checked and so stays. */
export function lowerText(before: Baseline, after: Baseline, looked: LookedGates): string {
  const left = new Map(after.findings.map((entry) => [groupKey(entry), entry.count]));
  const changes = before.findings.flatMap((entry) => {
    const now = left.get(groupKey(entry)) ?? 0;
    return now === entry.count
      ? []
      : [`  ${plainLine(groupWords(entry))}: ${String(entry.count)} -> ${String(now)}`];
  });
  const more = changes.length - mostEntries;
  const fewer = total(before.findings) - total(after.findings);
  const head =
    fewer === 0
      ? 'pipeline.baseline.json stays as it is: no count is lower today'
      : `pipeline.baseline.json can carry ${count(fewer, 'finding')} fewer, ${String(total(after.findings))} left:`;
  return [
    head,
    ...changes.slice(0, mostEntries),
    ...(more > 0 ? [`  ... and ${String(more)} more`] : []),
    ...uncheckedLines(before, looked),
  ]
    .map(withoutCommands)
    .join('\n');
}

function uncheckedLines({ findings }: Baseline, looked: LookedGates): string[] {
  const complete = completeTools(looked);
  const others = [...new Set(findings.map(({ tool }) => tool))].filter((tool) => !complete.includes(tool));
  return others.map((tool) => {
    const gates = looked.gates.filter(({ gate }) =>
      looked.rows.some((row) => row.gate === gate && row.tools.includes(tool)),
    );
    const why = gates
      .filter(({ outcome }) => outcome !== 'passed')
      .map(({ gate, reason }) => `${gate}: ${reason}`);
    return plainLine(
      `what ${tool} finds could not be checked, so its counts stay: ${why.length === 0 ? 'no gate of the project uses it' : why.join('; ')}`,
    );
  });
}
