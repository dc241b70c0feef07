/**
 * The Dockerfile of task 1.1.1 of ACGS-2's DEVOPS_ACTION_PLAN.md (dislovelhl/acgs2, Apache-2.0), shortened: a health check by a
 * program that the image lacks, a port that nothing sets, a user by name, an unpinned base.
 */
export const DOCKERFILE_OF_THE_PLAN = `FROM python:3.13-slim as builder
WORKDIR /build
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r requirements.txt

FROM python:3.13-slim
RUN groupadd -r app && useradd -r -g app app
WORKDIR /app
RUN chown -R app:app /app
COPY --from=builder /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages
COPY --chown=app:app . .
USER app
EXPOSE \${PORT:-8000}
HEALTHCHECK --interval=30s CMD curl -f http://localhost:\${PORT:-8000}/health || exit 1
CMD ["python", "-m", "app.main"]
`;
