import type { Container } from '@dagger.io/dagger';

import { scriptsAmong } from '../../project/files.ts';
import { sourceFiles } from '../../project/files.stage.ts';
import { type Project, uncachedOnRerun } from '../../project/project.stage.ts';
import type { LintTool } from '../../project/settings/lint.ts';
import { attempt, evidenceOf } from '../../tools/attempt.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { overruled } from '../needs/command-fault.ts';
import { generateCommands, unsureNotes } from '../needs/commands.ts';
import { commandingOf, prepared } from '../needs/prepare.stage.ts';
import { foundWords, notInstalled } from '../packages/installed.ts';
import { installFault } from '../packages/fault.stage.ts';
import { installationOf, installedPackages, withDependencies, withNotes } from '../packages/stage.ts';
import { decideEach } from '../parts.stage.ts';
import { workdirOf } from '../../project/workspace.ts';
import { boundSuppressions, withSuppressed } from '../suppressions.ts';
import { suppressionsFor } from '../suppressions.stage.ts';
import type { LintContext, ToolUse } from './adapter.ts';
import { adapters } from './adapters/all.ts';
import { eslintCommand } from './adapters/eslint.ts';
import { type AskedTool, decideLint } from './decide.ts';
import { runOwnCommand } from './own-command.stage.ts';
import { type LintPart, lintParts } from './parts.ts';
import { contextFor, suppressible, useOf } from './tools.ts';
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
  const commanding = await commandingOf(project);
  const ready = await prepared(project, installation, generateCommands(commanding));
  if (ready.fault !== undefined && ready.isFinal) return withNotes(ready.fault, installation);
  const parts = lintParts(settings, project.facts);
  const decision = await decideEach(project, parts, async (part, tools) => ({
    tools: [...tools.asked, ...tools.unsupported],
    decision: await lintPart(part, { ...tools, installation, ready }),
  }));
  const bounded = boundSuppressions(decision, settings.suppressions);
  const notes = parts.flatMap((part) => part.notes);
  const unsure = bounded.outcome === 'passed' ? [] : unsureNotes(commanding);
  return withNotes(overruled(bounded, ready.fault), {
    notes: [...notes, ...ready.notes, ...unsure, ...installation.notes],
  });
}

/** The tools of a part, and the installed source that they look at. */
type PartTools = LintPart & Pick<Bench, 'installation' | 'ready'>;

async function lintPart(
  project: Project,
  { folder, asked, unsupported, installation, ready }: PartTools,
): Promise<Decision> {
  const [installed, { files }] = await Promise.all([
    installedPackages(project, installation),
    sourceFiles(project),
  ]);
  const { lint: settings } = project.configuration;
  const bench: LintBench = { project, installation, installed, ready, files };
  const own = folder === '.' ? settings.commands : [];
  const [suppressed, ran, commands] = await Promise.all([
    suppressionsFor(project, suppressible(asked)),
    Promise.all(asked.map((tool) => askTool(bench, tool))),
    Promise.all(own.map((command) => runOwnCommand(withTools(bench), command))),
  ]);
  const root = workdirOf(project.workspace);
  const scripts = scriptsAmong(files);
  const contextOf = (tool: LintTool): LintContext => ({ root, ...contextFor(tool, { ...project, scripts }) });
  const warningLimit = settings.warnings === 'fail' ? 0 : undefined;
  const decision = decideLint(ran, { contextOf, unsupported, commands, warningLimit });
  return withSuppressed(decision, suppressed);
}

/** A project with its packages, and the paths of its files. */
interface LintBench extends Bench {
  readonly files: readonly string[];
}

/** Runs a tool's commands, each on a copy of the source; or says why it cannot run. */
async function askTool(bench: LintBench, tool: LintTool): Promise<AskedTool> {
  const { versions } = bench.installed;
  const { needed } = adapters[tool];
  const missing = notInstalled({ versions, add: bench.installation.manager.add }, needed);
  if (missing !== undefined) return { tool, ran: missing };
  const use = useOf(tool, versions[needed.name] ?? '', { ...bench.project, files: bench.files });
  const runs = await runsOf(bench, tool, use);
  return { tool, ran: await Promise.all(runs.map(evidenceOf)) };
}

async function runsOf(bench: Bench, tool: LintTool, use: ToolUse): Promise<Container[]> {
  if (tool === 'tsc' || tool === 'vue-tsc') return [typecheck(withTools(bench), bench, tool)];
  const { parts } = bench.project.configuration.lint;
  // A part by itself would lack what the commands wrote.
  const isWhole = parts.length === 0 || bench.ready.ran > 0;
  if (tool === 'eslint' && !isWhole) return eslintParts(bench, parts, use);
  const commands = adapters[tool].commands(use);
  return commands.map(({ words, codes }) =>
    attempt(withTools(bench), foundWords(words, bench.installed), { codes: [...codes] }),
  );
}

/** The installed source in which a tool runs, with what its commands wrote; see {@link withDependencies}. */
function withTools({ project, installation, ready }: Bench, without: readonly string[] = []): Container {
  const source = without.length === 0 ? ready.container : withDependencies(project, installation, without);
  return uncachedOnRerun(project, 'lint', source.withWorkdir(workdirOf(project.workspace)));
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
