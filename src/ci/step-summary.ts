import { appendDurably, factsOf } from '../system/files.js';
import { type Environment } from '../system/environment.js';

/** GitHub takes 1 MiB for each step, and drops all of it if there is more (docs.github.com, "Workflow commands"). */
export const SUMMARY_LIMIT = 1024 * 1024;
const CUT = '\n\n*Cut here: GitHub takes 1 MiB. The whole is in the report.*\n';

/** Markdown cut at a line so that it has at most `limit` bytes of UTF-8. */
export function fitSummary(markdown: string, limit: number = SUMMARY_LIMIT): string {
  if (Buffer.byteLength(markdown) <= limit) return markdown;
  const room = limit - Buffer.byteLength(CUT);
  if (room <= 0) return '';
  const whole = Buffer.from(markdown).subarray(0, room).toString('utf8');
  const lastLine = whole.lastIndexOf('\n');
  return `${lastLine < 0 ? '' : whole.slice(0, lastLine)}${CUT}`;
}

/** Adds to the summary of this GitHub step; nothing where there is none. @throws AcgsError `file/failed` */
export async function writeStepSummary(markdown: string, environment: Environment): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file } = environment;
  if (file === undefined || file === '') return;
  const taken = (await factsOf(file))?.size ?? 0;
  await appendDurably(file, fitSummary(markdown, SUMMARY_LIMIT - taken));
}
