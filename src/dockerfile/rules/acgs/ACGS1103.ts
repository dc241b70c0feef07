import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { hasArgument, hasFlag, type ShellCommand } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';

const VARIABLES: Readonly<Record<string, RegExp>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  PYTHONHTTPSVERIFY: /^0$/,
  GIT_SSL_NO_VERIFY: /^(1|true|yes|on)$/i,
  NPM_CONFIG_STRICT_SSL: /^false$/i,
  npm_config_strict_ssl: /^false$/i,
  CURL_INSECURE: /./,
};

export const ACGS1103: Rule = {
  id: 'ACGS1103',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not switch off the checks of TLS and packages',
  why: `These options and variables accept any certificate, or packages without a signature: whoever sits on the network decides what gets into the
image. Variables set by ENV do so in production as well. Add the missing CA certificate instead.`,
  bad: [
    'FROM debian:13\nRUN curl -k https://example.com/\n',
    'FROM node:24\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n',
    'FROM debian:13\nRUN apt-get install -y --allow-unauthenticated x=1\n',
    'FROM debian:13\nRUN git config --global http.sslVerify false\n',
  ],
  good: [
    'FROM debian:13\nRUN curl -f https://example.com/\n',
    'FROM node:24\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\n',
  ],
  check({ report, shell }) {
    const environment = (instruction: Instruction): void => {
      for (const { key, value, span } of keyValues(instruction).pairs)
        if (isWeakening(key, value))
          report(span, `\`${key}=${value ?? ''}\` switches off the check of certificates`);
    };
    return {
      ENV: environment,
      ARG: environment,
      RUN(run) {
        for (const command of shell(run).commands) {
          for (const { name, value, span } of command.assignments)
            if (isWeakening(name, value))
              report(span, `\`${name}=${value}\` switches off the check of certificates`);
          const why = weakness(command);
          if (why !== undefined) report(command.span, why);
        }
      },
    };
  },
};

function isWeakening(name: string, value: string | undefined): boolean {
  return value !== undefined && (VARIABLES[name]?.test(value) ?? false);
}

function weakness(command: ShellCommand): string | undefined {
  const insecure = '`' + command.name + '` does not check certificates here';
  const unsigned = '`' + command.name + '` does not check signatures here';
  switch (command.name) {
    case 'curl':
      return hasFlag(command, 'k', 'insecure') &&
        command.args.some(({ value }) => /^(-[a-zA-Z]*k[a-zA-Z]*|--insecure)$/.test(value))
        ? insecure
        : undefined;
    case 'wget':
      return hasFlag(command, 'no-check-certificate') ? insecure : undefined;
    case 'git':
      return command.args.some(({ value }) => /^http\.sslverify(=false)?$/i.test(value)) &&
        command.args.some(({ value }) => /(^|=)false$/i.test(value))
        ? insecure
        : undefined;
    case 'npm':
    case 'yarn':
    case 'pnpm':
      return command.args.some(({ value }) => /^(--)?(no-strict-ssl|strict-ssl=false)$/.test(value)) ||
        (hasArgument(command, 'strict-ssl') && hasArgument(command, 'false'))
        ? insecure
        : undefined;
    case 'apt-get':
    case 'apt':
      return hasFlag(command, 'allow-unauthenticated', 'force-yes') ? unsigned : undefined;
    case 'apk':
      return hasFlag(command, 'allow-untrusted') ? unsigned : undefined;
    case 'yum':
    case 'dnf':
    case 'microdnf':
      return hasFlag(command, 'nogpgcheck') ? unsigned : undefined;
    case 'zypper':
      return hasFlag(command, 'no-gpg-checks') ? unsigned : undefined;
    default:
      return undefined;
  }
}
