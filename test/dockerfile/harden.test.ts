import { describe, expect, it } from 'vitest';
import { type HardenOptions, hardenDockerfile } from '../../src/dockerfile/harden.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { failing } from '../../src/dockerfile/threshold.js';

const SERVICE = `# A service of the platform
FROM python:3.13-slim as builder

WORKDIR /build
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \\
    pip install --no-cache-dir -r requirements.txt

FROM python:3.13-slim

WORKDIR /app

# Create a user without privileges
RUN useradd --create-home --shell /bin/bash app && \\
    chown -R app:app /app

COPY --from=builder /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages

# Copy application code
COPY --chown=app:app . .

USER app

# Health check (customize port as needed)
HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 \\
    CMD curl -f http://localhost:\${PORT:-8000}/health/ready || exit 1

EXPOSE \${PORT:-8000}

CMD ["python", "-m", "app.main"]
`;

/** The lines that differ, `-` and `+`. */
function changed(text: string, options?: HardenOptions): string[] {
  const result = hardenDockerfile(text, options).text;
  const [before, after] = [text.split('\n'), result.split('\n')];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
}

describe('hardenDockerfile', () => {
  it('hardens a whole service and leaves every other line alone', () => {
    expect(changed(SERVICE)).toEqual([
      '-FROM python:3.13-slim as builder',
      '-    pip install --no-cache-dir -r requirements.txt',
      '-RUN useradd --create-home --shell /bin/bash app && \\',
      '-COPY --chown=app:app . .',
      '-USER app',
      '-    CMD curl -f http://localhost:${PORT:-8000}/health/ready || exit 1',
      '+FROM python:3.13-slim AS builder',
      '+    pip install -r requirements.txt',
      '+RUN useradd --uid 1000 --create-home --shell /bin/bash app && \\',
      '+COPY . .',
      '+USER 1000:1000',
      `+    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://localhost:' + (os.environ.get('PORT') or '8000') + '/health/ready')"]`,
    ]);
  });

  it('leaves a file that lints clean at the default threshold', () => {
    expect(failing(lintDockerfile(SERVICE).findings).map(({ code }) => code)).toContain('DL3066');
    const { text, refused } = hardenDockerfile(SERVICE);
    expect(failing(lintDockerfile(text).findings)).toEqual([]);
    expect(refused).toEqual([]);
  });

  it('gives rule, reason and risk of each change', () => {
    const risks = new Map(hardenDockerfile(SERVICE).applied.map(({ rule, risk }) => [rule, risk]));
    expect(Object.fromEntries(risks)).toEqual({
      FromAsCasing: 'safe',
      ACGS1306: 'safe',
      DL3066: 'rebuild',
      'root-owned-code': 'review',
      ACGS1401: 'review',
    });
  });

  it('takes no risk above the one allowed, and skips what is not wanted', () => {
    expect(hardenDockerfile(SERVICE, { risk: 'safe' }).applied.map(({ rule }) => rule)).toEqual([
      'FromAsCasing',
      'ACGS1306',
    ]);
    const skip = ['DL3066', 'root-owned-code'];
    expect(hardenDockerfile(SERVICE, { skip }).text).toContain('COPY --chown=app:app . .\n\nUSER app\n');
  });
});
