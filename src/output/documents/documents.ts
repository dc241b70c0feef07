import { type z } from 'zod';
import { failure } from './common.js';
import { copyDocument } from './copy.js';
import { hardenDocument } from './harden.js';
import { inspectDocument, provenanceShowDocument } from './inspect.js';
import {
  complianceDocument,
  kitChangesDocument,
  kitCheckDocument,
  kitDiffDocument,
  kitEjectDocument,
  kitListDocument,
  kitStatusDocument,
} from './kit.js';
import { lintDocument } from './lint.js';
import { pinDocument } from './pin.js';
import { policyTestDocument } from './policy.js';
import { doctorDocument, explainDocument, initDocument } from './project.js';
import { releaseDocument } from './release.js';
import { scaffoldDocument } from './scaffold.js';
import { sbomDocument, scanDocument } from './scan.js';
import { attestDocument, blobBundleDocument, keysDocument, signDocument } from './sign.js';
import { trustDocument } from './trust.js';
import { verifyBlobDocument, verifyDocument } from './verify.js';
import { workflowCheckDocument, workflowUpdateDocument } from './workflow.js';

/**
 * The `--json` document of each command, by the command's id with `-` for `:`; schemas/ is generated from it. Imported by scripts
 * and tests only: what a command prints is typed by its action, and tests hold both together.
 */
export const DOCUMENTS: Readonly<Record<string, z.ZodType>> = {
  attest: attestDocument,
  'attest-blob': blobBundleDocument,
  build: releaseDocument,
  compliance: complianceDocument,
  copy: copyDocument,
  'dockerfile-harden': hardenDocument,
  'dockerfile-lint': lintDocument,
  'dockerfile-lsp': failure,
  'dockerfile-pin': pinDocument,
  'dockerfile-scaffold': scaffoldDocument,
  doctor: doctorDocument,
  explain: explainDocument,
  init: initDocument,
  inspect: inspectDocument,
  'keys-generate': keysDocument,
  'keys-import': keysDocument,
  'kit-add': kitChangesDocument,
  'kit-check': kitCheckDocument,
  'kit-diff': kitDiffDocument,
  'kit-eject': kitEjectDocument,
  'kit-list': kitListDocument,
  'kit-status': kitStatusDocument,
  'kit-update': kitChangesDocument,
  'policy-test': policyTestDocument,
  'provenance-generate': releaseDocument,
  'provenance-show': provenanceShowDocument,
  release: releaseDocument,
  report: releaseDocument,
  sbom: sbomDocument,
  scan: scanDocument,
  sign: signDocument,
  'sign-blob': blobBundleDocument,
  'trust-show': trustDocument,
  'trust-update': trustDocument,
  verify: verifyDocument,
  'verify-blob': verifyBlobDocument,
  'workflow-check': workflowCheckDocument,
  'workflow-scaffold': kitChangesDocument,
  'workflow-update': workflowUpdateDocument,
};
