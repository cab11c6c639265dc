import type { Rule } from 'eslint';

/** The rules of our own, by name. */
export const rules: Record<'plain-properties', Rule.RuleModule>;
