import { bytesOf, cell } from './markdown.ts';
import type { Finding } from '../verdict/finding.ts';
import type { GateResult, Verdict } from '../verdict/model.ts';
import { counted, placeOf, worstFirst } from './words.ts';

/** As many findings as fit, gate by gate, worst first. */
export function fit({ gates }: Verdict, roomBytes: number): { text: string; shown: number } {
  const lines: string[] = [];
  let room = roomBytes;
  let shown = 0;
  for (const gate of gates.filter(({ findings }) => findings.length > 0)) {
    const heading = gateHeading(gate);
    room -= bytesOf(heading);
    if (room < 0) break;
    lines.push(heading);
    for (const finding of worstFirst(gate.findings)) {
      const row = findingRow(finding);
      room -= bytesOf(row) + 1;
      if (room < 0) return { text: `${lines.join('\n')}\n`, shown };
      lines.push(row);
      shown += 1;
    }
  }
  return { text: `${lines.join('\n')}\n`, shown };
}

function gateHeading({ gate, findings }: GateResult): string {
  return `\n## ${cell(gate, 60)}: ${counted(findings.length, 'finding')}\n\n| Severity | Where | Rule | What, and what to do |\n| --- | --- | --- | --- |`;
}

function findingRow(finding: Finding): string {
  const place = placeOf(finding);
  const fix = finding.fix === undefined ? '' : ` *${cell(finding.fix, 300)}*`;
  return `| ${finding.severity} | ${place === '' ? '' : `<code>${cell(place, 300)}</code>`} | ${cell(finding.rule, 200)} | ${cell(finding.message, 600)}${fix} |`;
}
