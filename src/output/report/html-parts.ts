import { type ReleaseReport } from '../../model/release-report.js';
import { type StepStatus } from '../../model/run-event.js';
import { type Html, html } from './escape-html.js';

type Tone = 'good' | 'bad' | 'warn' | 'idle';

/** How good or bad a status is: chooses its colour. */
export const TONE: Readonly<Record<StepStatus | ReleaseReport['status'], Tone>> = {
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

/** A word in a frame of its colour. */
export function badge(tone: Tone, text: string): Html {
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** Names and values; entries without a value are left out. */
export function facts(entries: readonly (readonly [string, string | Html | undefined])[]): Html {
  return html`<dl class="facts">
    ${entries.flatMap(([name, value]) =>
      value === undefined
        ? []
        : html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`;
}

/** Something to be read before the rest. */
export function note(tone: Tone, ...lines: readonly (string | Html)[]): Html {
  return html`<div class="note ${tone}">${lines.map((line) => html`<p>${line}</p>`)}</div>`;
}

/** `22 Nov 2026, 06:35 UTC` from RFC 3339; machines find the exact time in the attribute. */
export function moment(time: string): Html {
  const shown = new Date(time).toUTCString().replace(/^\w+, 0?(\d+ \w+ \d+) (\d+:\d+).*$/, '$1, $2 UTC');
  return html`<time datetime="${time}">${shown}</time>`;
}
