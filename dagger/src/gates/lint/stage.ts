import type { Container } from '@dagger.io/dagger';

import { scriptsAmong } from '../../project/files.ts';
import { sourceFiles } from '../../project/files.stage.ts';
import { type Project, uncachedOnRerun } from '../../project/project.stage.ts';
import type { LintTool } from '../../project/settings/lint.ts';
import { attempt, evidenceOf } from '../../tools/attempt.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { foundWords, notInstalled } from '../packages/installed.ts';
import {
  type Installation,
  installationOf,
  installedPackages,
  installFault,
  placeOf,
  withDependencies,
  withNotes,
} from '../packages/stage.ts';
import { decideEach } from '../parts.stage.ts';
import { boundSuppressions, withSuppressed } from '../suppressions.ts';
import { suppressionsFor } from '../suppressions.stage.ts';
import type { ToolUse } from './adapter.ts';
import { adapters } from './adapters/all.ts';
import { eslintCommand } from './adapters/eslint.ts';
import { type AskedTool, decideLint } from './decide.ts';
import { lintParts } from './parts.ts';
import { suppressible, type ToolSelection, useOf, warningLimitFor } from './tools.ts';
import { type Bench, typecheck } from './typecheck.stage.ts';

/**
 * Runs the project's linters, formatters and type checkers in parallel over one installed source. ESLint's typed rules
 * follow imports, so no cache of its results could be trusted; instead each independent part is linted separately.
 */
export async function lint(project: Project): Promise<Decision> {
  const installation = await installationOf(project);
  const fault = await installFault(installation);
  if (fault !== undefined) return withNotes(fault, installation);
  const { lint: settings } = project.configuration;
  const tools = new Map(lintParts(settings, project.facts).map((part) => [part.folder, part]));
  const decision = await decideEach(project, [...tools.keys()], async (part, folder) => {
    const { asked = [], unsupported = [] } = tools.get(folder) ?? {};
    const all = { asked, unsupported };
    return { tools: [...asked, ...unsupported], decision: await lintPart(part, installation, all) };
  });
  const notes = [...tools.values()].flatMap((part) => part.notes);
  return withNotes(boundSuppressions(decision, settings.suppressions), {
    notes: [...notes, ...installation.notes],
  });
}

async function lintPart(
  project: Project,
  installation: Installation,
  { asked, unsupported }: Pick<ToolSelection, 'asked' | 'unsupported'>,
): Promise<Decision> {
  const bench: Bench = { project, installation, installed: await installedPackages(project, installation) };
  const [{ files }, suppressed, ran] = await Promise.all([
    sourceFiles(project),
    suppressionsFor(project, suppressible(asked)),
    Promise.all(asked.map((tool) => askTool(bench, tool))),
  ]);
  const decision = decideLint(ran, {
    root: placeOf(project.workspace),
    scripts: scriptsAmong(files),
    unsupported,
    warningLimit: warningLimitFor(project.configuration.lint, project.facts),
  });
  return withSuppressed(decision, suppressed);
}

/** Runs a tool's commands, each on a copy of the source; or says why it cannot run. */
async function askTool(bench: Bench, tool: LintTool): Promise<AskedTool> {
  const { versions } = bench.installed;
  const { needed } = adapters[tool];
  const missing = notInstalled({ versions, add: bench.installation.manager.add }, needed);
  if (missing !== undefined) return { tool, ran: missing };
  const use = useOf(tool, versions[needed.name] ?? '', bench.project.facts);
  const runs = await runsOf(bench, tool, use);
  return { tool, ran: await Promise.all(runs.map(evidenceOf)) };
}

async function runsOf(bench: Bench, tool: LintTool, use: ToolUse): Promise<Container[]> {
  if (tool === 'tsc' || tool === 'vue-tsc') return [typecheck(withTools(bench), bench, tool)];
  const { parts } = bench.project.configuration.lint;
  if (tool === 'eslint' && parts.length > 0) return eslintParts(bench, parts, use);
  const commands = adapters[tool].commands(use);
  return commands.map(({ words, codes }) =>
    attempt(withTools(bench), foundWords(words, bench.installed), { codes: [...codes] }),
  );
}

/** The installed source in which a tool runs; see {@link withDependencies}. */
function withTools({ project, installation }: Bench, without: readonly string[] = []): Container {
  return uncachedOnRerun(project, 'lint', withDependencies(project, installation, without));
}

/** One run for each part, without the other folders of the source, and one run for all files outside the parts. */
async function eslintParts(bench: Bench, parts: readonly string[], use: ToolUse): Promise<Container[]> {
  const folders = (await bench.project.source.entries())
    .filter((name) => name.endsWith('/'))
    .map((name) => name.slice(0, -1));
  const each = parts.map((part) => {
    const others = folders.filter((folder) => folder !== part.split('/')[0]);
    return attempt(withTools(bench, others), foundWords(eslintCommand(part, use), bench.installed));
  });
  return [...each, attempt(withTools(bench, parts), foundWords(eslintCommand('.', use), bench.installed))];
}
