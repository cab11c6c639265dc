/**
 * Rules of our own. They stand in a file beside the configuration, in no folder: the lint gate looks at one folder at a time,
 * with no other beside it.
 */

/**
 * Forbids `{ ...{ a, b } }`. TypeScript does not look for properties that nobody declared in what is spread, so that
 * `{ ...{ a: 1, typo: 'x' } }` compiles, where `{ a: 1, typo: 'x' }` does not. What is spread only sometimes
 * (`...(x === undefined ? {} : { x })`) is no literal, and stays.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
const plainProperties = {
  meta: {
    type: 'problem',
    fixable: 'code',
    schema: [],
    messages: {
      spread: 'write the properties directly: a spread literal is not checked for excess properties',
    },
  },
  create: (context) => ({
    'ObjectExpression > SpreadElement[argument.type="ObjectExpression"]'(spread) {
      const { argument } = spread;
      const fix = movable(argument) ? (fixer) => inlined(fixer, spread, context.sourceCode) : null;
      context.report({ node: spread, messageId: 'spread', fix });
    },
  }),
};

/** Whether the properties mean the same outside: a spread reads a getter once, and sets no prototype. */
function movable({ properties }) {
  const special = ({ kind, computed, shorthand, method, key }) =>
    kind === 'get' || kind === 'set' || (!computed && !shorthand && !method && nameOf(key) === '__proto__');
  return !properties.some((property) => property.type === 'Property' && special(property));
}

const nameOf = (key) => (key.type === 'Identifier' ? key.name : key.value);

/** Takes out the dots and the braces, and the comma that would stand twice; what is between stays as it is. */
function inlined(fixer, spread, source) {
  const { argument } = spread;
  const last = source.getLastToken(argument, 1);
  const [open, close] = [source.getFirstToken(argument), source.getLastToken(argument)];
  const removals = [fixer.removeRange([spread.range[0], open.range[1]])];
  if (last?.value === ',') removals.push(fixer.remove(last));
  removals.push(fixer.removeRange([close.range[0], spread.range[1]]));
  const next = source.getTokenAfter(spread);
  if (argument.properties.length === 0 && next.value === ',') {
    removals.push(fixer.remove(next));
  }
  return removals;
}

export const rules = { 'plain-properties': plainProperties };
