import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import tseslint from 'typescript-eslint';

import { rules } from '../../eslint.rules.js';

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });
const errors = [{ messageId: 'spread' }];

tester.run('plain-properties', rules['plain-properties'], {
  valid: [
    { name: 'a plain literal', code: 'x = { a, b: 1 };' },
    { name: 'the spread of a name', code: 'x = { ...rest, b: 1 };' },
    { name: 'a spread that depends', code: 'x = { ...(y === undefined ? {} : { y }) };' },
    { name: 'a spread that depends, shorter', code: 'x = { ...(y && { y }) };' },
    { name: 'a spread into a list', code: 'x = [...[1, 2]];' },
    { name: 'a literal as an argument', code: 'f({ a: { b } });' },
  ],
  invalid: [
    { name: 'the only properties', code: 'x = { ...{ a, b: 1 } };', output: 'x = {  a, b: 1  };', errors },
    {
      name: 'properties before and after keep their order',
      code: 'x = { a, ...{ b, c: 1 }, d };',
      output: 'x = { a,  b, c: 1 , d };',
      errors,
    },
    { name: 'a comma at the end', code: 'x = { ...{ a, }, b };', output: 'x = {  a , b };', errors },
    {
      name: 'two commas at the end',
      code: 'x = {\n  ...{\n    a,\n  },\n};',
      output: 'x = {\n  \n    a\n  ,\n};',
      errors,
    },
    {
      name: 'comments stay',
      code: 'x = { ...{ a, // why\n b /* what */ }, c };',
      output: 'x = {  a, // why\n b /* what */ , c };',
      errors,
    },
    { name: 'nothing', code: 'x = { ...{}, a };', output: 'x = {  a };', errors },
    { name: 'nothing at the end', code: 'x = { a, ...{} };', output: 'x = { a,  };', errors },
    { name: 'in brackets', code: 'x = { ...({ a }), b };', output: 'x = {  a , b };', errors },
    {
      name: 'methods and spreads',
      code: 'x = { ...{ f() {}, ...y } };',
      output: 'x = {  f() {}, ...y  };',
      errors,
    },
    {
      name: 'one in another, from the outside in',
      code: 'x = { ...{ a, ...{ b } } };',
      output: 'x = {  a, ...{ b }  };',
      errors: [...errors, ...errors],
    },
    {
      name: 'in TypeScript, where the type is lost',
      code: 'const x: { a: number } = { ...{ a: 1, typo: 2 } };',
      output: 'const x: { a: number } = {  a: 1, typo: 2  };',
      errors,
    },
    {
      name: 'a getter is told, and not moved',
      code: 'x = { ...{ get a() { return 1; } } };',
      output: null,
      errors,
    },
    { name: 'so is a prototype', code: 'x = { ...{ __proto__: y } };', output: null, errors },
  ],
});
