import type { JsonCursor } from '../verdict/json.ts';

/** A tool's rules, found by identifier or by the index that a result gives. */
export interface RuleBook {
  readonly size: number;
  /** The descriptor of a result's rule; undefined when the log does not describe it. */
  readonly find: (result: JsonCursor) => JsonCursor | undefined;
}

/**
 * The rules of a run's tool: those of the driver and those of its extensions, which is where CodeQL's query packs are
 * (SARIF 2.1.0, 3.52).
 */
export function ruleBook(tool: JsonCursor): RuleBook {
  const driver = tool.at('driver').at('rules').optionalItems();
  const extensions = tool
    .at('extensions')
    .optionalItems()
    .map((extension) => extension.at('rules').optionalItems());
  const all = [driver, ...extensions].flat();
  const byId = new Map(all.map((rule) => [rule.at('id').text(), rule]));
  return {
    size: byId.size,
    find: (result) => {
      const id = ruleIdOf(result);
      // A hierarchical identifier, CA1000/1, is described by the part before the slash (3.27.5).
      const described = id === undefined ? undefined : (byId.get(id) ?? byId.get(id.replace(/\/[^/]*$/, '')));
      return described ?? byIndex(result, driver, extensions);
    },
  };
}

/** A result's identifier of its rule, where it gives one. */
export function ruleIdOf(result: JsonCursor): string | undefined {
  return result.at('ruleId').optionalText() ?? result.at('rule').at('id').optionalText();
}

function byIndex(
  result: JsonCursor,
  driver: readonly JsonCursor[],
  extensions: readonly (readonly JsonCursor[])[],
): JsonCursor | undefined {
  const index = result.at('ruleIndex').optionalNumber() ?? result.at('rule').at('index').optionalNumber();
  if (index === undefined || index < 0) return undefined;
  const extension = result.at('rule').at('toolComponent').at('index').optionalNumber();
  return (extension === undefined ? driver : extensions[extension])?.[index];
}
