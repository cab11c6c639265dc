import { describe, expect, inject, it } from 'vitest';

import { imagesOfRegistry } from '../policy/images.ts';
import { rules } from '../policy/rules.ts';
import { applyChange } from './change.ts';
import { counterexamples } from './counterexamples.ts';
import { overlays, renderCommitted, renderDeployed } from './render.ts';

const missing = inject('toolsMissing');
const ruleNamed = (name: string) => {
  const rule = rules.find((one) => one.name === name);
  if (!rule) throw new Error(`there is no rule ${name}`);
  return rule;
};

it('every rule has a name of its own and a counterexample', () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(counterexamples.map(({ rule }) => rule))).toEqual(new Set(names));
});

describe.skipIf(missing !== '')(
  `the rules hold, and see what is broken${missing && ` (skipped: ${missing})`}`,
  () => {
    describe.each(overlays)('%s', (overlay) => {
      const objects = missing === '' ? renderDeployed(overlay) : [];

      it.each(rules)('$name: $sentence', ({ check }) => {
        expect(check(objects)).toEqual([]);
      });

      const broken = counterexamples.filter((example) => (example.overlay ?? overlay) === overlay);
      it.each(broken)('$rule is broken by $at $path = $to', ({ rule, ...change }) => {
        expect(ruleNamed(rule).check(applyChange(objects, change))).not.toEqual([]);
      });

      it('an overlay as it is committed names no image of the service that could start', () => {
        const wrong = ruleNamed('image-by-digest').check(renderCommitted(overlay));
        expect(wrong).toHaveLength(1);
        expect(wrong.join()).toContain('set-by-the-pipeline');
      });
    });

    it('in production the image comes from a registry by its digest, not by a tag of a loaded image', () => {
      expect(imagesOfRegistry.check(renderDeployed('production'))).toEqual([]);
      const images = [{ name: 'messenger', newTag: `sha256-${'a'.repeat(64)}` }];
      expect(imagesOfRegistry.check(renderDeployed('production', { images }))).toHaveLength(1);
      expect(imagesOfRegistry.check(renderDeployed('production', {}))).toHaveLength(1);
    });
  },
);
