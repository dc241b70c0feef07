import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addKits } from '../../../src/actions/kit/add-kits.js';
import { type KitChanges } from '../../../src/actions/kit/change-kits.js';
import { updateKits } from '../../../src/actions/kit/update-kits.js';
import { ACGS2_YAML } from '../../kits/acgs2.js';

/** A kit of each mode, as text; `version` and templates are what tests change. */
export interface SampleKit {
  readonly version?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly needs?: readonly object[];
  readonly validators?: readonly object[];
  /** path → [mode, format, template] */
  readonly files: Readonly<Record<string, readonly [mode: string, format: string, template: string]>>;
}

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: <%= it.answers.replicas ?? 2 %>
  template:
    spec:
      containers:
        - name: api
          image: example/api
          ports:
            - containerPort: 8080
`;

/** A folder with acgs.yaml, and beside it a folder of kits. */
export class SampleProject {
  private readonly folder = mkdtempSync(join(tmpdir(), 'acgs-kit-'));
  readonly root = join(this.folder, 'project');
  readonly kits = join(this.folder, 'kits');

  constructor(yaml: string = ACGS2_YAML) {
    mkdirSync(this.root);
    mkdirSync(this.kits);
    this.write('acgs.yaml', yaml);
  }

  get options(): { cwd: string; acgsVersion: string; kits: string } {
    return { cwd: this.root, acgsVersion: '1.0.0', kits: this.kits };
  }

  kit(
    name: string,
    { version = '1.0.0', answers = {}, needs = [], validators = [], files }: SampleKit,
  ): void {
    rmSync(join(this.kits, name), { recursive: true, force: true });
    const entries = Object.entries(files);
    const manifest = {
      name,
      version,
      title: name,
      summary: `The kit ${name}.`,
      answers,
      needs,
      validators,
      files: entries.map(([path, [mode, format]], index) => ({ path, mode, format, template: `t${index}` })),
    };
    this.put(join(this.kits, name, 'kit.yaml'), JSON.stringify(manifest));
    entries.forEach(([, [, , template]], index) => {
      this.put(join(this.kits, name, 'templates', `t${index}`), template);
    });
  }

  async add(...names: string[]): Promise<KitChanges> {
    return await addKits({ ...this.options, names, set: {}, conflict: 'refuse' });
  }

  async update(conflict: 'refuse' | 'inline' = 'refuse'): Promise<KitChanges> {
    return await updateKits({ ...this.options, names: [], conflict });
  }

  write(path: string, text: string): void {
    this.put(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Every file with its content and time of change. */
  snapshot(): Record<string, string> {
    const paths = readdirSync(this.root, { recursive: true, encoding: 'utf8' }).sort();
    const files = paths.filter((path) => statSync(join(this.root, path)).isFile());
    return Object.fromEntries(
      files.map((path) => [path, `${statSync(join(this.root, path)).mtimeMs} ${this.read(path)}`]),
    );
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }

  private put(file: string, text: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
