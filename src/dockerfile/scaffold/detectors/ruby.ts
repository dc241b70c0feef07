import { type Detected } from '../detected.js';
import { pickVersion } from '../pick-version.js';
import { portInCode } from '../port-in-code.js';
import { below, holds, type Project } from '../project.js';

const KNOWN: [string, ...string[]] = ['3.4', '4.0', '3.3'];

/** A Ruby service with a Gemfile: Rails, Rack with Puma, or a script. */
export function detectRuby(project: Project): Detected | undefined {
  const { folder, text } = project;
  const gemfile = text(below(folder, 'Gemfile'));
  if (gemfile === undefined) return undefined;
  const has = (gem: string): boolean => new RegExp(`^\\s*gem\\s+["']${gem}["']`, 'm').test(gemfile);
  const isLocked = holds(project, folder, 'Gemfile.lock');
  const script = ['app.rb', 'server.rb', 'main.rb'].find((name) => holds(project, folder, name));
  const wanted =
    /^(?:ruby-)?(\d+\.\d+)/.exec(text(below(folder, '.ruby-version'))?.trim() ?? '')?.[1] ??
    /^\s*ruby\s+["'](?:~>\s*)?(\d+\.\d+)/m.exec(gemfile)?.[1];
  const command =
    holds(project, folder, 'config.ru') && has('puma')
      ? ['bundle', 'exec', 'puma', ...(has('rails') ? ['--config', 'config/puma.rb'] : [])]
      : script === undefined
        ? undefined
        : ['bundle', 'exec', 'ruby', script];
  const port = script === undefined ? undefined : portInCode(text(below(folder, script)));
  return {
    stack: 'ruby',
    evidence: below(folder, 'Gemfile'),
    context: folder,
    folder: '',
    name: folder.split('/').at(-1) ?? '',
    version: pickVersion(KNOWN, wanted),
    ...(command === undefined ? {} : { command }),
    ...(port === undefined ? {} : { port }),
    env: has('rails') ? { RAILS_ENV: 'production', RAILS_LOG_TO_STDOUT: '1' } : { RACK_ENV: 'production' },
    details: { language: 'ruby', isRails: has('rails'), isLocked },
    notes: isLocked ? [] : ['there is no Gemfile.lock: write one (`bundle lock`) and scaffold again'],
  };
}
