/* What is found about a deployment before anything is applied. */
import { StepError } from '../run/command.ts';

/** A reason against a deployment: what is wrong, what was expected, and what to do. */
export interface Problem {
  /** A word for the rule that is broken. */
  readonly rule: string;
  readonly text: string;
}

/** The findings of one look: reasons against the deployment, and what is only told. */
export interface Findings {
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** The findings of several looks, in their order. */
export function allFindings(all: readonly Partial<Findings>[]): Findings {
  return {
    problems: all.flatMap(({ problems = [] }) => problems),
    notes: all.flatMap(({ notes = [] }) => notes),
  };
}

/** One problem of each text, by one rule. */
export function problemsOf(rule: string, texts: readonly string[]): Pick<Findings, 'problems'> {
  return { problems: [...new Set(texts)].map((text) => ({ rule, text })) };
}

/** Ends the run where there are problems: all of them at once, by the rule of the first. @throws StepError */
export function refuseProblems(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const texts = problems.map(({ text }) => text);
  throw new StepError(texts.join('; '), { rule: first.rule });
}

/** Things by name, each with all of its users. */
export function withUsers(
  uses: readonly { readonly name: string; readonly user: string }[],
): { name: string; users: string[] }[] {
  const groups = Map.groupBy(uses, ({ name }) => name);
  return [...groups].map(([name, group]) => ({ name, users: group.map(({ user }) => user) }));
}

/** The message of a kind of thing that is not there, with its users: `a (Deployment/x), b (Job/y)`. */
export function listOf(
  items: readonly { readonly name: string; readonly users: readonly string[] }[],
): string {
  return items.map(({ name, users }) => `${name} (${users.join(', ')})`).join(', ');
}
