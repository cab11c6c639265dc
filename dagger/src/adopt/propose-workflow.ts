import { plainLine } from '../verdict/plain-text.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** Stands for the module's address where none was given: no function of the module can know where it was loaded from. */
export const unknownModule = 'github.com/OWNER/REPOSITORY@COMMIT';

/** Folder of GitHub's workflows. */
export const workflowFolder = '.github/workflows';

/** Where the workflow is put, in the order of preference: a file of the project's own is never replaced. */
const places = [`${workflowFolder}/ci.yml`, `${workflowFolder}/pipeline.yml`];

/**
 * The module's address, by argument.
 * @param given empty for a placeholder, which a person has to fill
 * @throws UsageError for what is no address with a full commit id: a branch or tag could become other code tomorrow
 */
export function moduleAddress(given: string): string {
  if (given === '') return unknownModule;
  if (/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/.test(given)) return given;
  throw new UsageError(
    `--module: expected an address and a full commit id, such as ${unknownModule}, got ${plainLine(given, 200)}`,
  );
}

/**
 * The place for a new workflow.
 * @param workflows the workflows of the repository: path and text
 * @returns undefined where one of them runs Dagger already, or every place is taken
 */
export function workflowPlace(workflows: ReadonlyMap<string, string>): string | undefined {
  const isOurs = [...workflows.values()].some((text) =>
    /\bdagger call\b|dagger\/dagger-for-github/.test(text),
  );
  return isOurs ? undefined : places.find((path) => !workflows.has(path));
}

/**
 * A workflow that runs the pipeline on each push and pull request. Its token reads, its actions are pinned by commit, and the
 * report comes before the verdict, so that it is there to be read when the verdict is red.
 * @param module address and commit of the module
 * @param folder the project's folder in the repository; `.` for the repository itself
 */
export function workflowText(module: string, folder: string): string {
  const directory = folder === '.' ? '' : ` --directory=${folder}`;
  const call = `dagger call -m ${module} --source=.${directory} --base="origin/$TARGET"`;
  return `name: Pipeline

on:
  push:
    branches: [main, master]
  pull_request:

permissions:
  contents: read

concurrency:
  group: pipeline-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  pipeline:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    env:
      # What the verdict compares settings and the baseline with.
      TARGET: \${{ github.base_ref || github.event.repository.default_branch }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: dagger/dagger-for-github@27b130bf0f79a7f6fbbbe0fbca6760dc9bb40a77 # v8.4.1
        with:
          version: 0.21.8
      # The report does not fail on findings, so that it is there to be read when the verdict is red.
      - run: ${call} report export --path=out
      - if: \${{ !cancelled() }}
        run: head -c 1000000 out/summary.md >> "$GITHUB_STEP_SUMMARY"
      - if: \${{ !cancelled() }}
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: report
          path: out
      # The same steps as the report's, answered from the engine's cache.
      - if: \${{ !cancelled() }}
        run: ${call} ci
`;
}
