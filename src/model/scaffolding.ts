/** Where an answer comes from. */
export type AnswerSource = 'flag' | 'acgs.yaml' | 'detected' | 'asked' | 'default';

/** One thing that a scaffold depends on, and who said it. */
export interface Answer {
  readonly name: 'stack' | 'runtime' | 'port' | 'command' | 'health';
  /** As `--name` takes it; empty for a command that nobody needs to say. */
  readonly value: string;
  readonly from: AnswerSource;
}

/** A base image of a scaffold. */
export interface ScaffoldBase {
  readonly image: string;
  /** `sha256:…` of the index; undefined where it is named by its tag alone. */
  readonly digest?: string;
  readonly from: 'registry' | 'lock' | 'tag';
}

/** What becomes of a file. */
export type ScaffoldFileState =
  /** It is not there yet. */
  | 'new'
  /** What is there is what would be written. */
  | 'same'
  /** What is there differs, and is replaced with `--force`. */
  | 'differs'
  /** What is there differs and is the user's own: an ignore file, compose.yaml. Replaced with `--force` only. */
  | 'kept';

export interface ScaffoldedFile {
  /** Relative to where acgs runs. */
  readonly path: string;
  readonly state: ScaffoldFileState;
  readonly written: boolean;
  /** Where the file that was there went. */
  readonly backup?: string;
}

/** What `acgs dockerfile scaffold` found and did. Paths are relative to where it runs. */
export interface Scaffolding {
  readonly stack: string;
  /** File that told the stack; empty where a flag did. */
  readonly evidence: string;
  /** The build context that the Dockerfile is for. */
  readonly context: string;
  /** The Dockerfile, relative to the context, as acgs.yaml takes it. */
  readonly dockerfile: string;
  readonly answers: readonly Answer[];
  readonly bases: readonly ScaffoldBase[];
  readonly files: readonly ScaffoldedFile[];
  /** From what is there to what would be written; empty where nothing differs. */
  readonly diff: string;
  readonly warnings: readonly string[];
}
