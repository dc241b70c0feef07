import fc from 'fast-check';

/** Lines that meet every corner of the grammar; the arbitrary joins, cuts and garbles them. */
const LINES = [
  '\uFEFF# syntax=docker/dockerfile:1',
  '# escape=`',
  '# check=skip=StageNameCasing;error=true',
  '# hadolint ignore=DL3008,DL3009',
  'FROM debian:12 AS build',
  'FROM --platform=$BUILDPLATFORM alpine@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb',
  'ARG VERSION=1.2 NAME="a b"',
  'ENV A=1 B="$A/x" C=${D:-e f}',
  'ENV legacy value here',
  'RUN apt-get update && \\',
  '    # a comment between',
  '',
  '    apt-get install -y curl \\  ',
  'RUN <<EOF',
  'RUN --mount=type=bind <<-"END" cat > /x && sh <<EOF',
  'EOF',
  '\tEND',
  'COPY --chown=1:1 --from=build ["a b", "/c"]',
  'COPY <<one <<two /dst/',
  'one',
  'two',
  'ONBUILD RUN <<EOF',
  'HEALTHCHECK --interval=5s CMD curl -f http://localhost/ || exit 1',
  'EXPOSE ${PORT:-8000}/tcp 80-90',
  'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
  'LABEL a.b="c" d=\'e f\' \\',
  'CMD ["sh", "-c", "echo \\"x\\""]',
  'USER 1000:1000',
  'NOTHING like this',
  '\\',
  'WORKDIR `',
  'RUN echo $(cat <<X) `date` ${a:?b} "unterminated',
];

const line = fc.constantFrom(...LINES);
const mutated = fc.oneof(
  { weight: 5, arbitrary: line },
  { weight: 1, arbitrary: fc.tuple(line, fc.nat(60)).map(([text, cut]) => text.slice(cut)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(line, fc.nat(60), fc.string({ maxLength: 4 }))
      .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at)),
  },
);

/** Dockerfiles built from such lines, with either line break and sometimes none at the end. */
export const dockerfileArbitrary: fc.Arbitrary<string> = fc
  .tuple(fc.array(mutated, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, newline, last]) => lines.join(newline) + (last ? newline : ''));
