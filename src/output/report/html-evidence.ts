import { PREDICATE } from '../../model/predicate-types.js';
import { type EvidenceReport, type ServiceReport } from '../../model/release-report.js';
import { type Html, html } from './escape-html.js';

const NAMES: Readonly<Record<string, string>> = {
  [PREDICATE.slsaProvenance1]: 'How it was built (SLSA provenance)',
  [PREDICATE.cyclonedx]: 'What is in it (CycloneDX)',
  [PREDICATE.spdx]: 'What is in it (SPDX)',
  [PREDICATE.vuln]: 'What is known against it (vulnerability scan)',
};

/** The signatures and attestations, those of one kind together. */
export function evidenceList(item: ServiceReport): Html {
  const groups = new Map<string, EvidenceReport[]>();
  for (const piece of item.evidence) {
    const name = `${piece.kind} ${piece.predicateType} ${piece.file ?? ''}`;
    groups.set(name, [...(groups.get(name) ?? []), piece]);
  }
  if (groups.size === 0) return html``;
  return html`<h3>Signed evidence</h3>
    <ul class="evidence">
      ${[...groups.values()].map((pieces) => group(item, pieces))}
    </ul>`;
}

function group(item: ServiceReport, pieces: readonly EvidenceReport[]): Html {
  const [first] = pieces;
  if (first === undefined) return html``;
  const name = first.kind === 'signature' ? 'Signature' : (NAMES[first.predicateType] ?? first.kind);
  return html`<li>
    <p><strong>${name}</strong> <code class="soft">${first.predicateType}</code></p>
    ${
      first.file === undefined
        ? ''
        : html`<p>
            <a href="${beside(first.file)}"><code>${first.file}</code></a>
          </p>`
    }
    ${pieces.map(
      ({ digest, subject }) =>
        html`<p class="piece"><span>on ${subjectName(item, subject)}</span> <code>${digest}</code></p>`,
    )}
  </li>`;
}

function subjectName({ digest, platforms }: ServiceReport, subject: string | undefined): string {
  if (subject === undefined) return 'the image';
  if (subject === digest) return 'the index';
  return platforms.length === 1 ? (platforms[0] ?? '') : `${subject.slice(0, 15)}…`;
}

/** The page lies beside the services' folders: `quotes/scan.sigstore.json`. */
function beside(file: string): string {
  return file.split('/').slice(-2).map(encodeURIComponent).join('/');
}

/** The commands with which others verify it; a click selects a whole one. */
export function howToVerify({ howToVerify: ways }: ServiceReport): Html {
  if (ways.length === 0) return html``;
  return html`<h3>Verify it yourself</h3>
    <p class="soft">In the project’s folder.</p>
    ${ways.map(
      ({ title, command }) =>
        html`<h4>${title}</h4>
          ${command.split('\n').map((line) => html`<pre>${line}</pre>`)}`,
    )}`;
}
