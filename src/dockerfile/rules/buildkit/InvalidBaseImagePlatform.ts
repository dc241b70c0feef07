import { readFrom } from '../../parse/from.js';
import { type Rule } from '../rule.js';

export const InvalidBaseImagePlatform: Rule = {
  id: 'InvalidBaseImagePlatform',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'The base image does not exist for this platform',
  why: `The builder takes what the tag offers, whatever its platform, and the build fails later with \`exec format error\`. Only the registry knows the platforms of an image, so this check speaks up where they are known (\`acgs build\` and \`acgs release\` ask).`,
  bad: [
    {
      dockerfile: 'FROM team/app:1\n',
      options: { platforms: ['linux/arm64'], basePlatforms: { 'team/app:1': ['linux/amd64'] } },
    },
    {
      dockerfile: 'FROM --platform=linux/arm64 team/app:1\n',
      options: { basePlatforms: { 'team/app:1': ['linux/amd64'] } },
    },
  ],
  good: [
    {
      dockerfile: 'FROM team/app:1\n',
      options: { platforms: ['linux/amd64'], basePlatforms: { 'team/app:1': ['linux/amd64'] } },
    },
    'FROM team/app:1\n',
  ],
  check: ({ options, report }) => ({
    FROM(instruction) {
      const { image, platform } = readFrom(instruction);
      const offered = image && options.basePlatforms?.[image.value];
      if (!offered) return;
      const fixed = platform?.value;
      const wanted =
        fixed !== undefined && !fixed.includes('$') ? [fixed] : platform ? [] : (options.platforms ?? []);
      const missing = wanted.filter((name) => !offered.includes(name));
      if (missing.length > 0)
        report(image.span, `\`${image.value}\` does not exist for ${missing.join(', ')}`);
    },
  }),
};
