import {
  type ReleaseReport,
  type ServiceReport,
  type StepReport,
  type StepStatus,
} from '../../model/release-report.js';
import { formatDuration } from './duration.js';
import { Html, html } from './escape-html.js';
import { STYLE } from './style.js';

const TONE: Readonly<Record<StepStatus | ReleaseReport['status'], string>> = {
  passed: 'good',
  fresh: 'good',
  done: 'good',
  planned: 'idle',
  skipped: 'idle',
  pending: 'idle',
  cancelled: 'warn',
  refused: 'bad',
  failed: 'bad',
};

/** The report as one self-contained page: opens from disk, needs no network, runs no script. */
export function htmlReport(report: ReleaseReport): string {
  const title = `Release ${report.runId}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <p class="soft">acgs ${report.version}</p>
          <h1>
            ${title}
            ${badge(report.status)}${report.signed ? new Html('') : html` <span class="badge warn">unsigned</span>`}
          </h1>
          ${failure(report)}
          ${facts([
            ['Started', report.startedOn],
            ['Took', formatDuration(Date.parse(report.finishedOn) - Date.parse(report.startedOn))],
            [
              'Commit',
              `${report.source.commit?.slice(0, 12) ?? 'none'}${report.source.dirty ? ' (dirty)' : ''}`,
            ],
            ['Ref', report.source.ref ?? '–'],
            ['Services', String(report.services.length)],
          ])}
          ${report.services.map(service)}
          <h2>Tools</h2>
          ${facts(Object.entries(report.tools))}
        </main>
      </body>
    </html> `;
  return page.text;
}

function badge(status: StepStatus | ReleaseReport['status']): Html {
  return html`<span class="badge ${TONE[status]}">${status}</span>`;
}

function failure(report: ReleaseReport): Html {
  if (report.error === undefined) return new Html('');
  const next = report.error.next.map((step) => html`<br />→ ${step}`);
  return html`<div class="note bad">
    <strong>${report.error.code}</strong>: ${report.error.message}${next}
  </div>`;
}

function facts(entries: readonly (readonly [string, string])[]): Html {
  return html`<div class="facts">
    ${entries.map(
      ([name, value]) =>
        html`<div>
          <div class="k">${name}</div>
          ${value}
        </div>`,
    )}
  </div>`;
}

function service(item: ServiceReport): Html {
  return html`<section>
    <h2>${item.name}</h2>
    <p><code>${item.image}</code></p>
    <p class="soft"><code>${item.digest}</code></p>
    ${facts([
      ['Platforms', item.platforms.join(', ') || '–'],
      ['Tags', item.tags.join(', ') || '–'],
      [
        'Verification',
        item.verification === null
          ? 'none'
          : `${item.verification.verified ? 'verified' : 'failed'} from ${item.verification.from}`,
      ],
      [
        'SLSA',
        item.verification?.slsa === undefined
          ? '–'
          : `Build L${item.verification.slsa.level}: ${item.verification.slsa.why}`,
      ],
    ])}
    ${item.warnings.map((warning) => html`<div class="note">${warning}</div>`)} ${gate(item)}
    <h3>Steps</h3>
    ${steps(item.steps)} ${budgets(item)}
    <h3>Evidence</h3>
    ${evidence(item)} ${verifying(item)}
  </section>`;
}

function gate(item: ServiceReport): Html {
  if (!item.gate.refused && item.scan.blocking.length === 0) {
    const counts = Object.entries(item.scan.counts).map(
      ([severity, count]) => `${count} ${severity.toLowerCase()}`,
    );
    return counts.length === 0 ? new Html('') : html`<p>Findings: ${counts.join(', ')}; none blocks.</p>`;
  }
  return html`<div class="note bad">
      <strong>The gate refused.</strong>${item.gate.reasons.map((reason) => html`<br />${reason}`)}
    </div>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Finding</th>
            <th>Package</th>
            <th>Installed</th>
            <th>Fixed in</th>
            <th>From</th>
            <th>Platform</th>
          </tr>
        </thead>
        <tbody>
          ${item.scan.blocking.map(
            (finding) =>
              html`<tr>
                <td><span class="bad">${finding.severity}</span> ${finding.id}</td>
                <td>${finding.package}</td>
                <td>${finding.installed}</td>
                <td>${finding.fixed || 'no fix'}</td>
                <td>${finding.origin}</td>
                <td>${finding.platform}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function steps(all: readonly StepReport[]): Html {
  const longest = Math.max(1, ...all.map((step) => step.durationMs));
  const row = (step: StepReport): Html =>
    html`<tr>
      <td>${step.id}${step.platform === undefined ? '' : ` ${step.platform}`}</td>
      <td>${badge(step.status)}</td>
      <td class="b">
        <span class="bar" style="width:${Math.round((100 * step.durationMs) / longest)}%"></span>
      </td>
      <td class="n">${formatDuration(step.durationMs)}</td>
      <td class="soft">${step.imported === true ? 'imported. ' : ''}${step.reason}</td>
    </tr>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Step</th>
          <th>Status</th>
          <th class="b"></th>
          <th class="n">Time</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${all.map(row)}
      </tbody>
    </table>
  </div>`;
}

function budgets(item: ServiceReport): Html {
  const over = item.budgets.filter((budget) => budget.exceeded);
  return html`${over.map((budget) => html`<div class="note">${budget.name} took ${formatDuration(budget.tookMs)}, over its budget of ${formatDuration(budget.limitMs)}.</div>`)}`;
}

function evidence(item: ServiceReport): Html {
  if (item.evidence.length === 0) return html`<p class="soft">None: nobody signed this release.</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Kind</th>
          <th>Predicate</th>
          <th>Digest</th>
        </tr>
      </thead>
      <tbody>
        ${item.evidence.map(
          (piece) =>
            html`<tr>
              <td>${piece.kind}</td>
              <td><code>${piece.predicateType}</code></td>
              <td>
                <code>${piece.digest}</code
                >${piece.file === undefined ? new Html('') : html`<br /><span class="soft">${piece.file}</span>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function verifying(item: ServiceReport): Html {
  if (item.howToVerify.length === 0) return new Html('');
  return html`<h3>How to verify</h3>
    ${item.howToVerify.map(
      (way) =>
        html`<p class="soft">${way.title}</p>
          <pre>${way.command}</pre>`,
    )}`;
}
