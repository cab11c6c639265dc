import { type Instruction, instructionsOf } from './instructions.ts';
import { assignmentsOf, resolved, type Variables } from './variables.ts';

/** A stage of a Dockerfile: an image, and what is done with it. */
export interface Stage {
  readonly name: string | undefined;
  /** The image or stage that it is from, with variables resolved. */
  readonly image: string;
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
}

/** What the image of a Dockerfile is made by: the last stage, and those that it is from. */
export interface FinalImage {
  /** The image that the first of these stages is from. */
  readonly base: Stage | undefined;
  /** All stages, in order. */
  readonly stages: readonly Stage[];
  /** The instructions of the last stage and those that it is from, in the order in which they are carried out. */
  readonly instructions: readonly Instruction[];
  /** The variables at the end: `ARG` with its default, and `ENV`, which outweighs it. */
  readonly variables: Variables;
}

/** What of a Dockerfile is built, and with which arguments. */
export interface BuiltPart {
  /** Name or number of the stage that is built. Default: the last one. */
  readonly target?: string;
  /** Build arguments by name, which count before the defaults of `ARG`. */
  readonly args?: Readonly<Record<string, string>>;
}

/** The stage of a Dockerfile that is built, with all stages that it is from; no stage where none is called like the target. */
export function finalImage(text: string, { target, args = {} }: BuiltPart = {}): FinalImage {
  const instructions = instructionsOf(text);
  const start = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  if (start < 0) return { base: undefined, stages: [], instructions: [], variables: new Map() };
  const builtWith = new Map(Object.entries(args));
  const outer = argumentsOf(instructions.slice(0, start), new Map(), builtWith);
  const stages = stagesOf(instructions.slice(start), outer);
  const chain = chainOf(stages, target === undefined ? stages.length - 1 : placeOf(stages, target));
  const inner = chain.flatMap((stage) => stage.instructions);
  const given = argumentsOf(inner, outer, builtWith);
  const variables = new Map([...given, ...environmentOf(inner, given)]);
  return { base: chain[0], stages, instructions: inner, variables };
}

function stagesOf(instructions: readonly Instruction[], outer: Variables): Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const words = instruction.rest.split(/\s+/).filter((word) => !word.startsWith('--'));
    const name = /^as$/i.test(words[1] ?? '') ? words[2] : undefined;
    stages.push({ name, image: resolved(words[0] ?? '', outer), from: instruction, instructions: [] });
  }
  return stages;
}

/** The place of a stage by its name or its number; -1 where there is none. */
function placeOf(stages: readonly Stage[], target: string): number {
  const named = stages.findLastIndex(({ name }) => name?.toLowerCase() === target.toLowerCase());
  return named >= 0 || !/^\d{1,4}$/.test(target) || Number(target) >= stages.length ? named : Number(target);
}

/** A stage, behind those that it is from. A stage can only be from one before it. */
function chainOf(stages: readonly Stage[], last: number): Stage[] {
  const chain: Stage[] = [];
  for (let place = last; place >= 0;) {
    const stage = stages[place];
    if (stage === undefined) break;
    chain.unshift(stage);
    const base = stage.image.toLowerCase();
    place = stages.slice(0, place).findLastIndex(({ name }) => name?.toLowerCase() === base);
  }
  return chain;
}

/** Arguments with what they are built with, or their defaults; one without a default has that from before the first stage. */
function argumentsOf(instructions: readonly Instruction[], outer: Variables, built: Variables): Variables {
  const variables = new Map<string, string>();
  for (const { rest } of instructions.filter(({ keyword }) => keyword === 'ARG')) {
    for (const name of rest.split(/\s+/).filter((word) => !word.includes('='))) {
      const value = built.get(name) ?? outer.get(name);
      if (value !== undefined) variables.set(name, value);
    }
    for (const [name, value] of assignmentsOf(rest)) {
      variables.set(name, built.get(name) ?? resolved(value, variables));
    }
  }
  return variables;
}

/** What `ENV` sets, one after the other, by arguments and by what was set before. */
function environmentOf(instructions: readonly Instruction[], given: Variables): Variables {
  const known = new Map(given);
  const variables = new Map<string, string>();
  for (const { rest } of instructions.filter(({ keyword }) => keyword === 'ENV')) {
    for (const [name, text] of assignmentsOf(rest)) {
      const value = resolved(text, known);
      known.set(name, value);
      variables.set(name, value);
    }
  }
  return variables;
}
