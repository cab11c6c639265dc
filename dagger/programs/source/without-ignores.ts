/**
 * Takes the comments out of configuration files by which a scanner's findings are silenced, in place and of the same
 * length, so that lines and columns stay. What was silenced is then a finding, for which the project may make an exception
 * that has an owner and a last day.
 *
 * Usage: node without-ignores.ts FOLDER
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Comments that Trivy reads (its manual, "Filtering", by inline comments), and those of the tool that it took the form from. */
const silencing = /\b(trivy|tfsec):(ignore)/gi;

const [, , folder = '.'] = process.argv;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const before = readFileSync(path, 'latin1');
  const after = before.replace(silencing, '$1_$2');
  if (after !== before) writeFileSync(path, after, 'latin1');
}
