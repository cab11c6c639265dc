import { defineConfig } from 'vitest/config';
import LongFirst from './test/order.ts';

/** An order that was asked for comes before ours. */
const shuffled = process.argv.some((argument) => argument.startsWith('--sequence.shuffle'));

export default defineConfig({
  test: {
    reporters: ['default', './test/report/times-reporter.ts', './test/closing-line.ts'],
    ...(shuffled ? {} : { sequence: { sequencer: LongFirst } }),
    projects: ['dagger', 'engine', 'service', 'test/pipeline', 'test/proofs', 'test/documents', 'manifests'],
  },
});
