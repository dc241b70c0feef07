import { z } from 'zod';
import { duration, line, port, urlPath, variables } from './values.js';

const fields = z
  .strictObject({
    env: variables.default({}).describe('Environment of the container. Not for secrets.'),
    command: z
      .array(z.string().max(4096))
      .min(1, 'expected at least one word')
      .exactOptional()
      .describe("Arguments instead of the image's CMD."),
    port: port.exactOptional().describe('Port to ask; default: the port of the service.'),
    path: urlPath.exactOptional().describe('Path that must answer below 400; default: the health path.'),
    tmpfs: z
      .array(z.string().regex(/^\/[^\s:,]*$/, 'expected an absolute path in the container'))
      .default(['/tmp'])
      .describe('Writable folders in memory; the rest of the root file system is read-only.'),
    readOnly: z.boolean().default(true).describe('Run with a read-only root file system.'),
    timeout: duration.default('60s').describe('How long the container may take to get there.'),
    expect: z
      .enum(['healthy', 'running', 'exit0'])
      .exactOptional()
      .describe('What counts as success; default: healthy with a HEALTHCHECK, else running or exit 0.'),
    user: line.exactOptional().describe('User to run as, in place of the image’s.'),
  })
  .describe('How the image is run as production would, before it is released.');

/** `false` turns the smoke test off. */
export const smoke = z
  .union([z.literal(false), fields], { error: 'expected settings, or false' })
  .prefault({})
  .describe('Smoke test of the image; false turns it off (the gate then refuses a push).');
