import { expect, it } from 'vitest';
import { summaryText } from '../../../src/output/report/summary.js';
import { sampleReport, sampleService } from './sample-report.js';

it('the summary names the lines of acgs and leaves those of cosign to the report', () => {
  const text = summaryText(sampleReport(), 'dist/release');
  expect(text).toContain('  verify   acgs verify --layout dist/release/api/image --key cosign.pub\n');
  expect(text).not.toContain('cosign verify');
  expect(text).toContain(
    'Report: dist/release/report.html and report.json, with the lines that verify it by cosign',
  );
});

it('the summary shows the digest once', () => {
  const text = summaryText(sampleReport(), 'dist/release');
  expect(text.split('a'.repeat(64))).toHaveLength(2);
  expect(text).toContain('  verified from dist/release/api/image\n');
});

it('the summary says that nobody signed', () => {
  const services = [sampleService({ howToVerify: [], evidence: [], verification: null })];
  const text = summaryText(sampleReport({ signed: false, services }), 'dist/release');
  expect(text).toContain('passed, UNSIGNED, 1 min');
  expect(text).not.toMatch(/verif|cosign/);
});
