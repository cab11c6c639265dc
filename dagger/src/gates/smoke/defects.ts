import { type Defect, edited } from '../defect.ts';

/** Defects that the gate must detect, as a developer might make them. */
export const defects: readonly Defect[] = [
  edited('a service that never gets healthy', ['smoke'], 'src/main.ts', ['listen(8000)', 'listen(8001)']),
  edited('a service that ignores SIGTERM', ['smoke'], 'src/main.ts', [
    "process.on('SIGTERM', () => server.close(() => process.exit(0)));",
    "process.on('SIGTERM', () => console.log(server.listening));",
  ]),
  edited('a service on loopback alone', ['smoke'], 'src/main.ts', [
    'listen(8000)',
    "listen(8000, '127.0.0.1')",
  ]),
  { name: 'a SIGTERM that does not reach the service', gates: ['smoke'], edits: { 'src/main.ts': wrapped } },
];

/** PID 1 starts the service as another process, and ends alone. */
function wrapped(): string {
  return `import { spawn } from 'node:child_process';

import { createApp } from './app.ts';

if (process.argv[2] === 'serve') {
  const server = createApp().listen(8000);
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
} else {
  spawn(process.execPath, ['/app/src/main.ts', 'serve'], { stdio: 'inherit' });
  process.on('SIGTERM', () => process.exit(0));
}
`;
}
