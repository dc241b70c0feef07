import { AcgsError } from '../../model/errors.js';
import { type Detected } from './detected.js';
import { type Runtime, RUNTIMES } from './stacks.js';

/** The images that a scaffold builds from, by tag. */
export interface Bases {
  /** Of the stage that builds. */
  readonly build: string;
  /** Of the stage that ships. */
  readonly run: string;
  /** A third image that something is copied from. */
  readonly extra?: string;
}

type Choice = Partial<Record<Runtime, (version: string) => Bases>>;

const PYTHON: Choice = {
  slim: (v) => ({ build: `python:${v}-slim`, run: `python:${v}-slim` }),
  chainguard: () => ({
    build: 'cgr.dev/chainguard/python:latest-dev',
    run: 'cgr.dev/chainguard/python:latest',
  }),
  hardened: (v) => ({ build: `dhi.io/python:${v}-debian13-dev`, run: `dhi.io/python:${v}-debian13` }),
};
/** Distroless has Debian's own Python: what is built for another one does not run on it. */
const DISTROLESS_PYTHON = { version: '3.13', image: 'gcr.io/distroless/python3-debian13:nonroot' };

const NODE: Choice = {
  slim: (v) => ({ build: `node:${v}-slim`, run: `node:${v}-slim` }),
  distroless: (v) => ({ build: `node:${v}-slim`, run: `gcr.io/distroless/nodejs${v}-debian13:nonroot` }),
  chainguard: () => ({ build: 'cgr.dev/chainguard/node:latest-dev', run: 'cgr.dev/chainguard/node:latest' }),
  hardened: (v) => ({ build: `dhi.io/node:${v}-debian13-dev`, run: `dhi.io/node:${v}-debian13` }),
};

const BUN: Choice = {
  slim: (v) => ({ build: `oven/bun:${v}-slim`, run: `oven/bun:${v}-slim` }),
  distroless: (v) => ({ build: `oven/bun:${v}-slim`, run: `oven/bun:${v}-distroless` }),
};

const GO: Choice = {
  slim: (v) => ({ build: `golang:${v}-trixie`, run: 'debian:trixie-slim' }),
  distroless: (v) => ({ build: `golang:${v}-trixie`, run: 'gcr.io/distroless/static-debian13:nonroot' }),
  chainguard: (v) => ({ build: `golang:${v}-trixie`, run: 'cgr.dev/chainguard/static:latest' }),
};

const RUST: Choice = {
  slim: (v) => ({ build: `rust:${v}-slim-trixie`, run: 'debian:trixie-slim' }),
  distroless: (v) => ({ build: `rust:${v}-slim-trixie`, run: 'gcr.io/distroless/cc-debian13:nonroot' }),
  chainguard: (v) => ({ build: `rust:${v}-slim-trixie`, run: 'cgr.dev/chainguard/glibc-dynamic:latest' }),
};

const JAVA: Choice = {
  slim: (v) => ({ build: `eclipse-temurin:${v}-jdk`, run: `eclipse-temurin:${v}-jre` }),
  distroless: (v) => ({
    build: `eclipse-temurin:${v}-jdk`,
    run: `gcr.io/distroless/java${v}-debian13:nonroot`,
  }),
  chainguard: (v) => ({ build: `eclipse-temurin:${v}-jdk`, run: 'cgr.dev/chainguard/jre:latest' }),
};

const DOTNET: Choice = {
  slim: (v) => ({ build: `mcr.microsoft.com/dotnet/sdk:${v}`, run: `mcr.microsoft.com/dotnet/aspnet:${v}` }),
  distroless: (v) => ({
    build: `mcr.microsoft.com/dotnet/sdk:${v}`,
    run: `mcr.microsoft.com/dotnet/aspnet:${v}-noble-chiseled`,
  }),
};

const RUBY: Choice = {
  // the full image has the compilers that native gems need
  slim: (v) => ({ build: `ruby:${v}-trixie`, run: `ruby:${v}-slim-trixie` }),
};

const PHP: Choice = { slim: (v) => ({ build: 'composer:2', run: `dunglas/frankenphp:1-php${v}` }) };

const STATIC: Choice = { slim: () => ({ build: 'busybox:stable', run: 'busybox:stable' }) };

function choiceOf({ stack, version, details }: Detected): Choice {
  switch (details.language) {
    case 'python': {
      const build = `python:${version}`;
      const { rust } = details;
      // only the full image has the linker that Rust calls, and what it makes runs where glibc is
      if (rust !== undefined)
        return {
          slim: () => ({ build, run: `python:${version}-slim`, extra: `rust:${rust.version}-slim-trixie` }),
        };
      const distroless = () => ({ build: `python:${version}-slim`, run: DISTROLESS_PYTHON.image });
      return version === DISTROLESS_PYTHON.version ? { ...PYTHON, distroless } : PYTHON;
    }
    case 'node':
      return stack === 'node-bun' ? BUN : NODE;
    case 'go':
      return GO;
    case 'rust':
      return RUST;
    case 'java':
      return Object.fromEntries(
        Object.entries(JAVA).map(([runtime, bases]) => [
          runtime,
          (v: string): Bases => ({ ...bases(v), build: javaBuilder(details.tool, details.hasWrapper, v) }),
        ]),
      );
    case 'dotnet':
      return DOTNET;
    case 'ruby':
      return RUBY;
    case 'php':
      return PHP;
    case 'static':
      return STATIC;
  }
}

function javaBuilder(tool: 'maven' | 'gradle', hasWrapper: boolean, version: string): string {
  if (tool === 'maven') return `maven:3-eclipse-temurin-${version}`;
  return hasWrapper ? `eclipse-temurin:${version}-jdk` : `gradle:9-jdk${version}`;
}

/** The runtime that a stack takes where nobody says: no shell where nothing needs one. */
export function usualRuntime({ details }: Detected): Runtime {
  return details.language === 'go' ? 'distroless' : 'slim';
}

/** The families that a stack can run on. */
export function runtimesOf(detected: Detected): Runtime[] {
  const choice = choiceOf(detected);
  return RUNTIMES.filter((runtime) => choice[runtime] !== undefined);
}

/**
 * The images of a stack on a runtime.
 * @throws AcgsError `usage/invalid` where there is no such image
 */
export function basesOf(detected: Detected, runtime: Runtime): Bases {
  const make = choiceOf(detected)[runtime];
  if (make === undefined)
    throw new AcgsError('usage/invalid', `${detected.stack} ${detected.version} has no ${runtime} runtime`, {
      next: [`choose one with --runtime: ${runtimesOf(detected).join(', ')}`],
    });
  return make(detected.version);
}

/** Each image once. */
export function imagesOf({ build, run, extra }: Bases): string[] {
  return [...new Set([build, run, ...(extra === undefined ? [] : [extra])])];
}
