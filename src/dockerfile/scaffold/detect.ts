import { type Detected } from './detected.js';
import { detectDotnet } from './detectors/dotnet.js';
import { detectGo } from './detectors/go.js';
import { detectJava } from './detectors/java.js';
import { detectNode } from './detectors/node.js';
import { detectPhp } from './detectors/php.js';
import { detectPython } from './detectors/python.js';
import { detectRuby } from './detectors/ruby.js';
import { detectRust } from './detectors/rust.js';
import { detectStatic } from './detectors/static.js';
import { type Project } from './project.js';

/**
 * The most telling first: a package.json beside a Gemfile or composer.json serves its assets, a Cargo.toml beside a
 * pyproject.toml is a native module, and pages beside anything are its templates.
 */
const DETECTORS = [
  detectGo,
  detectJava,
  detectDotnet,
  detectRuby,
  detectPhp,
  detectPython,
  detectRust,
  detectNode,
  detectStatic,
];

/** What a folder of a repository may be, the likeliest first; nothing where nothing tells. */
export function detect(project: Project): Detected[] {
  return DETECTORS.flatMap((detector) => detector(project) ?? []);
}
