/**
 * Days on which free support ended, as the projects publish them (debian.org LTS, ubuntu.com, alpinelinux.org, nodejs.org,
 * devguide.python.org, ruby-lang.org, php.net). A key is the beginning of a tag, up to a dot, a dash or the end.
 */
const ENDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: {
    '7': '2018-05-31',
    wheezy: '2018-05-31',
    '8': '2020-06-30',
    jessie: '2020-06-30',
    '9': '2022-06-30',
    stretch: '2022-06-30',
    '10': '2024-06-30',
    buster: '2024-06-30',
    '11': '2026-08-31',
    bullseye: '2026-08-31',
  },
  ubuntu: {
    '14.04': '2019-04-30',
    trusty: '2019-04-30',
    '16.04': '2021-04-30',
    xenial: '2021-04-30',
    '18.04': '2023-05-31',
    bionic: '2023-05-31',
    '20.04': '2025-05-31',
    focal: '2025-05-31',
    '22.10': '2023-07-20',
    '23.04': '2024-01-25',
    '23.10': '2024-07-11',
    '24.10': '2025-07-10',
    '25.04': '2026-01-15',
  },
  alpine: {
    '2': '2017-11-01',
    '3.10': '2021-05-01',
    '3.11': '2021-11-01',
    '3.12': '2022-05-01',
    '3.13': '2022-11-01',
    '3.14': '2023-05-01',
    '3.15': '2023-11-01',
    '3.16': '2024-05-23',
    '3.17': '2024-11-22',
    '3.18': '2025-05-09',
    '3.19': '2025-11-01',
    '3.20': '2026-04-01',
  },
  centos: { '': '2024-06-30' },
  node: {
    '8': '2019-12-31',
    '10': '2021-04-30',
    '12': '2022-04-30',
    '14': '2023-04-30',
    '15': '2021-06-01',
    '16': '2023-09-11',
    '17': '2022-06-01',
    '18': '2025-04-30',
    '19': '2023-06-01',
    '20': '2026-04-30',
    '21': '2024-06-01',
    '23': '2025-06-01',
  },
  python: {
    '2': '2020-01-01',
    '3.5': '2020-09-30',
    '3.6': '2021-12-23',
    '3.7': '2023-06-27',
    '3.8': '2024-10-07',
    '3.9': '2025-10-31',
    '3.10': '2026-10-31',
  },
  ruby: { '2': '2023-03-31', '3.0': '2024-04-23', '3.1': '2025-03-26', '3.2': '2026-03-31' },
  php: { '5': '2018-12-31', '7': '2022-11-28', '8.0': '2023-11-26', '8.1': '2025-12-31' },
};

/** The day on which support for an official image's release ended (`YYYY-MM-DD`), if the table has it. */
export function endOfLife(repository: string, tag: string): string | undefined {
  const table = ENDED[repository];
  if (!table) return undefined;
  // `3.8-slim-buster` is judged by its own version first, then by the distribution it stands on.
  const own = Object.entries(table).find(
    ([version]) => version === '' || new RegExp(`^${version.replace('.', '\\.')}(?=[.-]|$)`).test(tag),
  )?.[1];
  if (own !== undefined || repository === 'debian') return own;
  const codename = /-(wheezy|jessie|stretch|buster|bullseye)$/.exec(tag)?.[1];
  return codename === undefined ? undefined : ENDED['debian']?.[codename];
}
