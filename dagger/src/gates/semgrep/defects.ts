import { added, type Defect, sqlInjection } from '../defect.ts';

/** Defects that the gate must detect: mistakes of a developer, and attempts to hide one from the gate. */
export const defects: readonly Defect[] = [
  added('an SQL injection', ['semgrep'], 'scripts/users.ts', sqlInjection()),
  added('a command injection', ['semgrep'], 'scripts/archive.ts', commandInjection()),
  added(
    'an SQL injection that a comment silences',
    ['semgrep'],
    'scripts/users.ts',
    sqlInjection('  // nosemgrep\n'),
  ),
  {
    name: 'an SQL injection that a .semgrepignore leaves out',
    gates: ['semgrep'],
    edits: { 'scripts/users.ts': () => sqlInjection(), '.semgrepignore': () => 'scripts\n' },
  },
  added('an SQL injection among the tests', ['semgrep'], 'test/users.ts', sqlInjection()),
];

function commandInjection(): string {
  return `import { exec } from 'node:child_process';

/** Packs a directory. */
export function pack(directory: string): void {
  exec(\`tar -czf archive.tar.gz \${directory}\`);
}
`;
}
