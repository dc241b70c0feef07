import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../../src/output/report/html.js';
import { sampleReport, sampleService } from './sample-report.js';

describe('the page of a release', () => {
  it('loads nothing, runs nothing', () => {
    const page = htmlReport(sampleReport());
    expect(page).toContain(`default-src 'none'`);
    expect(page).not.toMatch(/<script|\ssrc=|<link|@import|url\(/i);
  });

  it('keeps what comes from outside as text', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const page = htmlReport(
      sampleReport({
        status: 'refused',
        source: { commit: evil, dirty: true, repository: evil, ref: evil },
        tools: { [evil]: evil },
        error: { code: 'gate/refused', message: evil, next: [evil], exit: 3 },
        services: [
          sampleService({
            name: evil,
            image: evil,
            tags: [evil],
            warnings: [evil],
            steps: [{ id: evil, platform: evil, status: 'failed', reason: evil, durationMs: 1 }],
            howToVerify: [{ title: evil, command: evil }],
          }),
        ],
      }),
    );
    expect(page).not.toContain('<img');
    expect(page.split('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;').length).toBeGreaterThan(12);
  });

  it('links the evidence beside it and gives every command a block of its own', () => {
    const page = htmlReport(sampleReport());
    expect(page).toContain('href="api/scan.sigstore.json"');
    expect(page.match(/<pre>[^<]+<\/pre>/g)).toEqual([
      '<pre>acgs verify --layout dist/release/api/image --key cosign.pub</pre>',
      '<pre>cosign verify --key a</pre>',
      '<pre>cosign verify-attestation --key a</pre>',
    ]);
  });

  it('says first what became of it', () => {
    const heading = (page: string): string | undefined => /<h1>([^<]*)<\/h1>/.exec(page)?.[1];
    expect(heading(htmlReport(sampleReport()))).toBe('Release passed');
    expect(heading(htmlReport(sampleReport({ signed: false })))).toBe('Release passed, unsigned');
    expect(heading(htmlReport(sampleReport({ status: 'refused' })))).toBe('Release refused');
  });

  it('says why a step was skipped; why one ran is for `acgs explain`', () => {
    const page = htmlReport(sampleReport());
    expect(page).toContain('local release (no --push)');
    expect(page).not.toContain('there is no earlier result');
  });
});
