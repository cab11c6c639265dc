import type { Evidence } from '../../verdict/evidence.ts';
import { type Reader, ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import {
  type FieldReaders,
  anyTextAt,
  booleanAt,
  countAt,
  ifPresent,
  listAt,
  objectAt,
  oneOf,
  textAt,
} from '../../verdict/read-object.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { UsageError } from '../../verdict/usage-error.ts';
import { type Step, stepNames, type TakenAway } from '../proof/model.ts';
import type { ServiceAddress } from '../proof/use-words.ts';
import type {
  ClusterFacts,
  FinishFacts,
  KindLogs,
  LoadFacts,
  OtherImage,
  ProgramEnd,
  ProgramFailure,
  RenderFacts,
  UpdateFacts,
} from './program-records.ts';
import { observationsAt } from './read-observations.ts';
import { podReportAt } from './read-pods.ts';
import { deployedImageAt, versionAt } from './read-version.ts';

const outcomes = ['passed', 'failed', 'unavailable'] as const;

/** Evidence of a command that a program ran. `broke` is for execs of the engine. */
type SeenEvidence = Omit<Evidence, 'broke'>;

/** Longest sentence of a program, in UTF-16 code units: it may have words of the project's own pods in it. */
const longestSentence = 3000;

const sentenceAt: Reader<string> = (place) => plainLine(anyTextAt(place), longestSentence);

const failureAt = objectAt<ProgramFailure>({
  step: oneOf(stepNames),
  message: sentenceAt,
  rule: ifPresent(textAt),
  evidence: ifPresent(objectAt<SeenEvidence>({ exitCode: countAt, stdout: anyTextAt, stderr: anyTextAt })),
});

const end: FieldReaders<ProgramEnd> = {
  steps: listAt(
    objectAt<Step>({
      step: oneOf(stepNames),
      outcome: oneOf(outcomes),
      startMs: countAt,
      durationMs: countAt,
      detail: sentenceAt,
    }),
  ),
  failure: ifPresent(failureAt),
  failedAt: ifPresent(countAt),
};

const kindLogsAt = objectAt<KindLogs>({ exported: booleanAt, problem: ifPresent(textAt) });

const clusterFacts: FieldReaders<Partial<ClusterFacts>> = {
  version: ifPresent(textAt),
  nodes: ifPresent(listAt(textAt)),
  loaded: ifPresent(listAt(deployedImageAt)),
  kindLogs: ifPresent(kindLogsAt),
};

const port: Reader<number> = (place) => place.numberWithin({ from: 1, to: 65_535 });

const renderFacts: FieldReaders<Partial<RenderFacts>> = {
  problems: ifPresent(listAt(anyTextAt)),
  leftOut: ifPresent(listAt(anyTextAt)),
  images: ifPresent(listAt(objectAt<OtherImage>({ reference: textAt, users: listAt(textAt) }))),
  service: ifPresent(
    objectAt<NonNullable<RenderFacts['service']>>({
      workload: textAt,
      container: anyTextAt,
      image: anyTextAt,
      port: ifPresent(port),
      healthPath: ifPresent(anyTextAt),
      why: anyTextAt,
    }),
  ),
};

const loadFacts: FieldReaders<Partial<LoadFacts>> = { loaded: ifPresent(listAt(deployedImageAt)) };

const updateFacts: FieldReaders<Partial<UpdateFacts>> = {
  baseline: ifPresent(booleanAt),
  previous: ifPresent(versionAt),
  observations: ifPresent(observationsAt),
  seenAt: ifPresent(countAt),
  service: ifPresent(objectAt<ServiceAddress>({ name: textAt, port })),
  notes: ifPresent(listAt(anyTextAt)),
  created: ifPresent(listAt(textAt)),
  jobs: ifPresent(listAt(textAt)),
  pods: ifPresent(listAt(podReportAt)),
};

const finishFacts: FieldReaders<FinishFacts> = {
  observations: ifPresent(observationsAt),
  pods: ifPresent(listAt(podReportAt)),
  endedAt: ifPresent(countAt),
  leavingMs: ifPresent(countAt),
  kindLogs: ifPresent(kindLogsAt),
  takenAway: ifPresent(objectAt<TakenAway>({ removed: listAt(textAt), kept: listAt(textAt) })),
};

/** The record of each program; of one that ended early, the facts known by then. */
export interface ProgramRecords {
  readonly render: ProgramEnd & Partial<RenderFacts>;
  readonly cluster: ProgramEnd & Partial<ClusterFacts>;
  readonly load: ProgramEnd & Partial<LoadFacts>;
  readonly update: ProgramEnd & Partial<UpdateFacts>;
  readonly finish: ProgramEnd & FinishFacts;
}

const readers: { readonly [Name in keyof ProgramRecords]: Reader<ProgramRecords[Name]> } = {
  render: objectAt<ProgramRecords['render']>({ ...end, ...renderFacts }),
  cluster: objectAt<ProgramRecords['cluster']>({ ...end, ...clusterFacts }),
  load: objectAt<ProgramRecords['load']>({ ...end, ...loadFacts }),
  update: objectAt<ProgramRecords['update']>({ ...end, ...updateFacts }),
  finish: objectAt<ProgramRecords['finish']>({ ...end, ...finishFacts }),
};

/** Reads a program's record. @throws UsageError naming the field that is wrong, as when program and module differ in version */
export function parseRecord<Name extends keyof ProgramRecords>(
  name: Name,
  text: string,
): ProgramRecords[Name] {
  try {
    return readers[name](readJson(text));
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new UsageError(`the record of the program ${name}: ${error.message}`);
  }
}
