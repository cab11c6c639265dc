import type { Finding } from '../verdict/finding.ts';
import type { GateResult, Verdict } from '../verdict/model.ts';
import type { TestCase, TestSuite } from '../gates/test/results.ts';
import { escapeXml } from './escape.ts';
import { placeOf, stateOf } from './words.ts';

/**
 * `junit.xml`: each gate as a test suite, joined with the suites of the project's own tests. A red gate has a failure
 * per finding, an unavailable one has an error, and one that was stopped or allowed is skipped.
 * @param suites the project's own tests. Default: none.
 */
export function renderJunit(verdict: Verdict, suites: readonly TestSuite[] = []): string {
  const all = [...verdict.gates.map(gateSuite), ...suites.map(testSuite)];
  const inner = all.map(suiteXml).join('');
  const totals = attributes({ name: verdict.project, ...totalsOf(all), time: secondsOf(verdict.durationMs) });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n${inner}</testsuites>\n`;
}

interface Suite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly durationMs: number;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message?: string;
  readonly file?: string;
  readonly line?: number;
}

function gateSuite(gate: GateResult): Suite {
  return { name: `gate: ${gate.gate}`, durationMs: gate.durationMs ?? 0, cases: gateCases(gate) };
}

function gateCases(gate: GateResult): Case[] {
  const one = {
    name: gate.gate,
    classname: gate.stage,
    durationMs: gate.durationMs ?? 0,
    message: gate.reason,
  };
  switch (stateOf(gate)) {
    case 'passed':
      return [{ ...one, result: 'passed' }];
    case 'failed':
      return gate.findings.length === 0
        ? [{ ...one, result: 'failure' }]
        : gate.findings.map((finding) => findingCase(gate, finding));
    case 'unavailable':
      return [{ ...one, result: 'error' }, ...gate.findings.map((finding) => findingCase(gate, finding))];
    case 'allowed':
      return [{ ...one, result: 'skipped' }];
    case 'stopped':
      return [{ ...one, result: 'skipped', message: `stopped by ${gate.stoppedBy ?? 'another gate'}` }];
  }
}

function findingCase({ gate, stage }: GateResult, finding: Finding): Case {
  const { file, line, fix } = finding;
  return {
    name: `${gate}: ${finding.rule} ${placeOf(finding)}`.trim(),
    classname: stage,
    durationMs: 0,
    result: 'failure',
    message: `${finding.severity}: ${finding.message}${fix === undefined ? '' : `\n${fix}`}`,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

function testSuite({ name, durationMs, cases }: TestSuite): Suite {
  return { name, durationMs, cases: cases.map(testCase) };
}

function testCase({ outcome, name, classname, durationMs, message }: TestCase): Case {
  const test = { name, classname, durationMs, ...(message === undefined ? {} : { message }) };
  return { ...test, result: outcome === 'failed' ? 'failure' : outcome };
}

function totalsOf(suites: readonly Suite[]): Record<string, string> {
  const results = suites.flatMap(({ cases }) => cases.map(({ result }) => result));
  const count = (result: Case['result']): string => String(results.filter((one) => one === result).length);
  return {
    tests: String(results.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function suiteXml(suite: Suite): string {
  const head = attributes({ name: suite.name, ...totalsOf([suite]), time: secondsOf(suite.durationMs) });
  return `  <testsuite${head}>\n${suite.cases.map(caseXml).join('')}  </testsuite>\n`;
}

function caseXml({ name, classname, durationMs, result, message, file, line }: Case): string {
  const place = { file, line: line === undefined ? undefined : String(line) };
  const head = `    <testcase${attributes({ classname, name, time: secondsOf(durationMs), ...place })}`;
  if (result === 'passed') return `${head}/>\n`;
  if (result === 'skipped') return `${head}><skipped${attributes({ message })}/></testcase>\n`;
  const firstLine = message?.split('\n')[0]?.slice(0, 300);
  return `${head}><${result}${attributes({ message: firstLine })}>${escapeXml(message ?? '')}</${result}></testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(value)}"`))
    .join('');
}

/** Seconds in JUnit's notation. */
function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3);
}
