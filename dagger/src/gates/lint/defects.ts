import { added, type Defect } from '../defect.ts';

/** Defects that the gate must detect: mistakes of a developer, and attempts to hide one from the gate. */
export const defects: readonly Defect[] = [
  added('a lint error', ['lint'], 'scripts/extra.ts', 'let port = 8000;\n\nexport const ports = [port];\n'),
  added('a formatting error', ['lint'], 'scripts/extra.ts', 'export const ports = [ 8000 ]\n'),
  added('a type error', ['lint'], 'scripts/extra.ts', "export const port: number = '8000';\n"),
  {
    name: 'a type error that a solution hides',
    gates: ['lint'],
    edits: {
      'tsconfig.json': () => json({ files: [], references: [{ path: './tsconfig.app.json' }] }),
      'tsconfig.app.json': () => json({ compilerOptions: buildOptions, include: ['src', 'scripts', 'test'] }),
      'scripts/extra.ts': () => "export const port: number = '8000';\n",
    },
  },
];

const buildOptions = {
  target: 'ES2024',
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  types: ['node'],
  strict: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  composite: true,
  emitDeclarationOnly: true,
  outDir: 'dist',
};

function json(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
