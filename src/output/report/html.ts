import { type ReleaseReport, type ServiceReport } from '../../model/release-report.js';
import { formatDuration } from './duration.js';
import { Html, html } from './escape-html.js';
import { badge, facts, moment, note, TONE } from './html-parts.js';
import { serviceSection } from './html-service.js';
import { STYLE } from './style.js';

/** The report as one self-contained page: opens from disk, needs no network, runs no script. */
export function htmlReport(report: ReleaseReport): string {
  const names = report.services.map(({ name }) => name).join(', ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${`${report.status}: release of ${names || 'nothing'}`}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <header class="${TONE[report.status]}">
          <div class="page">
            <p class="eyebrow">acgs release · ${report.runId}</p>
            <h1>${verdict(report)}</h1>
            <p class="lead">${names}</p>
            ${headFacts(report)}
          </div>
        </header>
        <main class="page">
          ${report.error === undefined ? '' : failure(report.error)}
          ${report.services.length > 1 ? overview(report.services) : ''}
          ${report.services.map((service) => serviceSection(service, report.signed))}
        </main>
        <footer class="page">
          <p>
            Made by acgs
            ${report.version}${Object.entries(report.tools).map(([name, version]) => html`, ${name} ${version}`)}.
            The same for programs: <code>report.json</code>, beside this page.
          </p>
        </footer>
      </body>
    </html> `;
  return page.text;
}

function verdict({ status, signed }: ReleaseReport): string {
  const words = `Release ${status}`;
  return status === 'passed' && !signed ? `${words}, unsigned` : words;
}

function headFacts({ source, startedOn, finishedOn, signed, services }: ReleaseReport): Html {
  const commit = source.commit === null ? 'none' : source.commit.slice(0, 12);
  const signer = services.find(({ verification }) => verification !== null)?.verification?.signer;
  return facts([
    ['Started', moment(startedOn)],
    ['Took', formatDuration(Date.parse(finishedOn) - Date.parse(startedOn))],
    ['Commit', html`<code>${commit}</code>${source.dirty ? html` ${badge('warn', 'dirty')}` : ''}`],
    ['Ref', source.ref?.replace(/^refs\/(heads|tags)\//, '') ?? undefined],
    ['Repository', source.repository ?? undefined],
    ['Signed with', signed ? signer : badge('warn', 'unsigned')],
  ]);
}

function failure({ code, message, next }: NonNullable<ReleaseReport['error']>): Html {
  return note(
    'bad',
    html`<strong>${message}</strong> <code>${code}</code>`,
    ...next.map((step) => `→ ${step}`),
  );
}

function overview(services: readonly ServiceReport[]): Html {
  return html`<div class="scroll">
    <table class="overview">
      <thead>
        <tr>
          <th>Service</th>
          <th>Digest</th>
          <th>Findings</th>
          <th>Verified</th>
        </tr>
      </thead>
      <tbody>
        ${services.map(
          ({ name, digest, scan, verification }) =>
            html`<tr>
              <td><a href="#${name}">${name}</a></td>
              <td><code>${digest === '' ? '–' : `${digest.slice(0, 19)}…`}</code></td>
              <td>${findings(scan.counts)}</td>
              <td>
                ${verification === null ? 'no' : badge(verification.verified ? 'good' : 'bad', verification.verified ? 'yes' : 'no')}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function findings(counts: ServiceReport['scan']['counts']): string {
  if (Object.keys(counts).length === 0) return 'not scanned';
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  return found.map(([severity, count]) => `${count} ${severity.toLowerCase()}`).join(', ') || 'none known';
}
