import { firstBaseline, type RunGates } from './propose-baseline.ts';
import { proposedSettings } from './propose-settings.ts';
import { unknownModule, workflowFolder, workflowPlace, workflowText } from './propose-workflow.ts';
import { inProject, jsonText, type ProposedFile } from './proposed-file.ts';
import { baselineFile } from '../project/read-baseline.ts';
import type { Baseline } from '../verdict/baseline.ts';
import { total } from '../verdict/baseline-use.ts';
import { count } from '../verdict/evidence.ts';
import type { Coverage } from '../verdict/model.ts';

/** A project as it is today, and what the caller said. */
export interface AdoptFacts extends RunGates {
  /** The project's folder in its repository. */
  readonly folder: string;
  /** The text of `pipeline.json`; undefined where there is none. */
  readonly settings: string | undefined;
  /** Lines that tests must cover, in per cent. */
  readonly required: number;
  readonly coverage: Coverage | undefined;
  /** The baseline that is there already. */
  readonly baseline: Baseline | undefined;
  /** Who answers for a first baseline, and until when; undefined where there is one already. */
  readonly answerable: Pick<Baseline, 'owner' | 'until'> | undefined;
  /** Workflows of the repository: path and text. */
  readonly workflows: ReadonlyMap<string, string>;
  /** Address of the module. */
  readonly module: string;
}

/** What is proposed for a project that takes the pipeline over. */
export interface Proposal {
  readonly files: readonly ProposedFile[];
  /** The baseline as it would then be. */
  readonly baseline: Baseline | undefined;
  /** Whether the coverage that is required is lowered to today's. */
  readonly lowersCoverage: boolean;
  /** What a person has to do or to know besides. */
  readonly remarks: readonly string[];
}

/** Proposes the files by which a project takes the pipeline over the same day. What is there already stays as it is. */
export function proposalOf(facts: AdoptFacts): Proposal {
  const { folder, settings, answerable } = facts;
  const proposed = proposedSettings({ ...facts, text: settings });
  const first = answerable === undefined ? undefined : firstBaseline(facts, answerable);
  const workflow = workflowOf(facts);
  return {
    files: [
      ...(proposed === undefined ? [] : [{ path: inProject(folder, 'pipeline.json'), ...proposed }]),
      ...(first === undefined ? [] : [baselineProposed(first, folder)]),
      ...(workflow.file === undefined ? [] : [workflow.file]),
    ],
    baseline: facts.baseline ?? first,
    lowersCoverage: proposed !== undefined,
    remarks: [
      ...coverageRemarks(facts, proposed !== undefined),
      ...baselineRemarks(facts),
      ...workflow.remarks,
    ],
  };
}

function baselineProposed(baseline: Baseline, folder: string): ProposedFile {
  const { findings, owner, until } = baseline;
  const places = new Set(findings.map(({ file }) => file)).size;
  return {
    path: inProject(folder, baselineFile),
    text: jsonText(baseline),
    why: `carries ${count(total(findings), 'finding')} in ${count(places, 'file')}, so that only what is new is red; owner ${owner}, last day ${until}`,
  };
}

function workflowOf({ folder, workflows, module }: AdoptFacts): {
  readonly file?: ProposedFile;
  readonly remarks: readonly string[];
} {
  const path = workflowPlace(workflows);
  if (path === undefined) {
    return {
      remarks: [
        `no workflow is proposed: ${workflowFolder} has one that runs Dagger, or no free name for one`,
      ],
    };
  }
  // What goes into a command line of the workflow must be a plain word there.
  if (!/^[\w.@/-]+$/.test(folder)) {
    return { remarks: [`no workflow is proposed: the folder ${folder} needs quotes in a shell`] };
  }
  const why = `runs the pipeline on each push and pull request, from ${module}`;
  return {
    file: { path, text: workflowText(module, folder), why },
    remarks:
      module === unknownModule
        ? [
            `put the address of this module and the commit that you trust in place of ${unknownModule} in ${path}, or give them by --module`,
          ]
        : [],
  };
}

function coverageRemarks({ coverage, required }: AdoptFacts, isProposed: boolean): string[] {
  if (coverage === undefined || coverage.lines >= required || isProposed) return [];
  return [
    `pipeline.json asks for ${String(required)} % of lines and tests cover ${coverage.lines.toFixed(1)} %: what it says stays`,
  ];
}

function baselineRemarks({ baseline }: AdoptFacts): string[] {
  if (baseline === undefined) return [];
  return [
    `${baselineFile} is there and stays: dagger call baseline proposes lower counts; to begin anew, remove it and adopt again`,
  ];
}
