import { type ServiceReport, type StepReport } from '../../model/release-report.js';
import { formatDuration } from './duration.js';
import { type Html, html } from './escape-html.js';
import { evidenceList, howToVerify } from './html-evidence.js';
import { badge, facts, note, TONE } from './html-parts.js';

/** Worst first, as one reads them. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

/** All about one service. */
export function serviceSection(item: ServiceReport, signed: boolean): Html {
  const { name, image, digest, platforms, tags, verification } = item;
  const place = image.split('@')[0] ?? image;
  return html`<section id="${name}">
    <h2>${name} ${verdict(item, signed)}</h2>
    <p class="digest"><code>${digest === '' ? image : `${place}@${digest}`}</code></p>
    ${facts([
      ['Platforms', platforms.join(', ') || '–'],
      ['Tags', tags.length === 0 ? undefined : tags.join(', ')],
      ['Read back from', verification === null ? undefined : verification.from.split(`@${digest}`).join('')],
      [
        'SLSA',
        verification?.slsa === undefined
          ? undefined
          : `Build L${verification.slsa.level}: ${verification.slsa.why}`,
      ],
    ])}
    ${item.warnings.map((warning) => note('warn', warning))} ${overBudget(item)} ${findings(item)}
    <h3>Steps</h3>
    ${steps(item.steps)} ${evidenceList(item)} ${howToVerify(item)}
  </section>`;
}

function verdict({ gate, verification }: ServiceReport, signed: boolean): readonly Html[] {
  return [
    ...(gate.refused ? [badge('bad', 'refused')] : []),
    ...(signed ? [] : [badge('warn', 'unsigned')]),
    ...(verification === null
      ? []
      : [badge(verification.verified ? 'good' : 'bad', verification.verified ? 'verified' : 'not verified')]),
  ];
}

function overBudget({ budgets }: ServiceReport): readonly Html[] {
  return budgets
    .filter(({ exceeded }) => exceeded)
    .map(({ name, tookMs, limitMs }) =>
      note('warn', `${name} took ${formatDuration(tookMs)}, over its budget of ${formatDuration(limitMs)}`),
    );
}

function findings({ scan: { counts, blocking }, gate }: ServiceReport): Html {
  if (Object.keys(counts).length === 0 && !gate.refused) return html``;
  const chips = SEVERITIES.map((severity) => {
    const count = counts[severity] ?? 0;
    return html`<li class="${count === 0 ? 'none' : severity.toLowerCase()}">
      <b>${count}</b> ${severity.toLowerCase()}
    </li>`;
  });
  return html`<h3>Known vulnerabilities</h3>
    <ul class="counts">
      ${chips}
    </ul>
    ${gate.refused ? note('bad', html`<strong>The gate refused.</strong>`, ...gate.reasons) : ''}
    ${
      blocking.length === 0
        ? ''
        : html`<div class="scroll">
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
                ${blocking.map(
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
          </div>`
    }`;
}

/** Why a step that passed was run at all is for `acgs explain`. */
function steps(all: readonly StepReport[]): Html {
  const longest = Math.max(1, ...all.map((step) => step.durationMs));
  return html`<ol class="steps">
    ${all.map(
      (step) =>
        html`<li>
          <span class="name"
            >${step.id}${step.platform === undefined ? '' : html` <small>${step.platform}</small>`}</span
          >
          ${badge(TONE[step.status], step.imported === true ? `${step.status}, imported` : step.status)}
          <span class="time">${step.durationMs === 0 ? '' : formatDuration(step.durationMs)}</span>
          <span class="track"
            ><span class="bar" style="width:${((100 * step.durationMs) / longest).toFixed(1)}%"></span
          ></span>
          ${step.reason === '' || step.status === 'passed' ? '' : html`<span class="why">${step.reason}</span>`}
        </li>`,
    )}
  </ol>`;
}
