import { someOf } from '../project/files.ts';
import type { Weakening } from '../verdict/model.ts';

/** Longest list that is written out. */
const mostListed = 6;

/** A setting that is weaker than on the other side. */
export type Setting = Omit<Weakening, 'than'>;

/** Items of the first list that the second does not have. */
export function added<T extends string>(list: readonly T[], before: readonly string[]): T[] {
  return list.filter((item) => !before.includes(item));
}

/** A value on both sides, and whether the first is the weaker one. */
export interface Change {
  readonly weaker: boolean;
  readonly is: string | number | boolean;
  readonly was: string | number | boolean;
  /** Where the other side is. */
  readonly there: string;
}

/** A setting whose value is the weaker one; none if it is not. */
export function changed(setting: string, { weaker, is, was, there }: Change): Setting[] {
  return weaker ? [{ setting, text: `is ${String(is)}, ${there} ${String(was)}` }] : [];
}

/** A setting that the other side has, and this one does not. */
export function gone(setting: string, is: string | undefined, was: string | undefined): Setting[] {
  return is === undefined && was !== undefined ? [{ setting, text: `is gone, there ${was}` }] : [];
}

/** A setting for a list of items, introduced by some words; none if the list is empty. */
export function listed(setting: string, what: string, items: readonly string[]): Setting[] {
  return items.length === 0 ? [] : [{ setting, text: `${what} ${someOf(items, mostListed)}` }];
}
