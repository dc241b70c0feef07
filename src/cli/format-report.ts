import { htmlReport } from '../output/report/html.js';
import { markdownReport } from '../output/report/markdown.js';
import { summaryText } from '../output/report/summary.js';
import { type PastReport } from './past-run.js';

/** The report in one of the forms of `acgs report --format`. */
export function formatReport({ report, output }: PastReport, format: string): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'markdown':
      return markdownReport(report);
    case 'html':
      return `${htmlReport(report).trimEnd()}\n`;
    default:
      return summaryText(report, output);
  }
}
