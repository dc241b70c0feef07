import { z } from 'zod';
import { AcgsError } from '../model/errors.js';

const keySchema = z.object({
  step: z.string(),
  service: z.string().exactOptional(),
  platform: z.string().exactOptional(),
});

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  next: z.array(z.string()).readonly(),
  exit: z.number(),
  file: z.string().exactOptional(),
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
  output: z.string().exactOptional(),
});

const toolsSchema = z.record(
  z.string(),
  z.object({ version: z.string().exactOptional(), detail: z.string().exactOptional() }),
);

/** What a resumed run must share with the run it resumes: plain JSON, no secrets, no absolute paths. */
const frozenSchema = z.object({
  /** HEAD, or null outside git. */
  commit: z.string().nullable(),
  /** The effective configuration. */
  config: z.unknown(),
  /** Flags and arguments. */
  flags: z.unknown(),
});

/** First line: what the run was asked to do. */
const headerSchema = z.object({
  type: z.literal('run'),
  schemaVersion: z.literal(1),
  runId: z.string(),
  /** Version of acgs. */
  version: z.string(),
  startedOn: z.string(),
  /** The run that this one resumes. */
  resumes: z.string().exactOptional(),
  frozen: frozenSchema,
  plan: z.array(
    z.object({
      key: keySchema,
      title: z.string(),
      action: z.enum(['run', 'import', 'skip']),
      reason: z.string().exactOptional(),
      needs: z.array(z.string()).readonly(),
    }),
  ),
});

/** Before a step does anything. */
const startSchema = z.object({ type: z.literal('start'), key: keySchema, at: z.string() });

/** After a step; its output is what later steps and runs get. */
const endSchema = z.object({
  type: z.literal('end'),
  key: keySchema,
  at: z.string(),
  status: z.enum(['passed', 'fresh', 'done', 'skipped', 'refused', 'failed', 'cancelled', 'pending']),
  reason: z.string().exactOptional(),
  durationMs: z.number(),
  /** Why a step that is not `fresh` or `done` did run. */
  because: z.string().exactOptional(),
  /** Hash of each named input. */
  fingerprint: z.record(z.string(), z.string()).exactOptional(),
  output: z.unknown().exactOptional(),
  imported: z.literal(true).exactOptional(),
  /** Not part of this run (`--until`, `--only`, `--from`), so it says nothing about the step. */
  unselected: z.literal(true).exactOptional(),
  error: errorSchema.exactOptional(),
  log: z.string().exactOptional(),
});

/** Last line; missing when the run was killed. */
const finishSchema = z.object({
  type: z.literal('finish'),
  at: z.string(),
  status: z.enum(['passed', 'refused', 'failed', 'cancelled']),
  exit: z.number(),
  error: errorSchema.exactOptional(),
  tools: toolsSchema,
});

const lineSchema = z.discriminatedUnion('type', [headerSchema, startSchema, endSchema, finishSchema]);

export type Frozen = z.infer<typeof frozenSchema>;
export type JournalHeader = z.infer<typeof headerSchema>;
export type JournalStart = z.infer<typeof startSchema>;
export type JournalEnd = z.infer<typeof endSchema>;
export type JournalFinish = z.infer<typeof finishSchema>;
export type JournalLine = JournalHeader | JournalStart | JournalEnd | JournalFinish;

/** One journal as read from disk. */
export interface JournalRecord {
  readonly header: JournalHeader;
  readonly starts: readonly JournalStart[];
  readonly ends: readonly JournalEnd[];
  readonly finish?: JournalFinish;
}

/**
 * Reads a journal. A last line without its newline is what a killed process leaves and is dropped;
 * anything else that is not a journal line is damage.
 * @param name how to call the journal in errors
 * @throws AcgsError `run/damaged`
 */
export function parseJournal(text: string, name: string): JournalRecord {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const entries = lines.map((line, index) => parseLine(line, name, index + 1));
  if (entries.length === 0 && torn === '') throw damaged(name, 1, 'it is empty');
  const [header, ...rest] = entries;
  if (header?.type !== 'run') throw damaged(name, 1, 'expected the header of a run');
  const starts: JournalStart[] = [];
  const ends: JournalEnd[] = [];
  let finish: JournalFinish | undefined;
  for (const [index, entry] of rest.entries()) {
    if (finish !== undefined) throw damaged(name, index + 2, 'the run had finished');
    if (entry.type === 'run') throw damaged(name, index + 2, 'a second header');
    if (entry.type === 'start') starts.push(entry);
    else if (entry.type === 'end') ends.push(entry);
    else finish = entry;
  }
  return { header, starts, ends, ...(finish === undefined ? {} : { finish }) };
}

function parseLine(line: string, name: string, number: number): JournalLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw damaged(name, number, 'it is not JSON', error);
  }
  const result = lineSchema.safeParse(value);
  if (!result.success) throw damaged(name, number, 'it is no journal entry', result.error);
  return result.data;
}

function damaged(name: string, line: number, why: string, cause?: unknown): AcgsError {
  return new AcgsError('run/damaged', `${name}, line ${line}: ${why}`, { cause });
}
