/** One official release archive of Trivy. */
export interface TrivyPin {
  readonly version: string;
  readonly url: string;
  /** Of the archive, lower-case hex. */
  readonly sha256: string;
}

const VERSION = '0.76.0';
const RELEASES = `https://github.com/aquasecurity/trivy/releases/download/v${VERSION}`;

/**
 * Archives that `acgs doctor --fix` may install, by `<platform>-<arch>` as Node names them.
 * Only platforms whose checksum is known stand here: a guessed pin would be worse than none.
 */
export const TRIVY_PINS: Readonly<Record<string, TrivyPin>> = {
  'linux-x64': {
    version: VERSION,
    url: `${RELEASES}/trivy_${VERSION}_Linux-64bit.tar.gz`,
    sha256: 'e24b1c51293c1b15e4ba8d45bbc7891ba053f90278ec2698f3562c993e145fe7',
  },
};
