import { ConsistentInstructionCasing } from './buildkit/ConsistentInstructionCasing.js';
import { CopyIgnoredFile } from './buildkit/CopyIgnoredFile.js';
import { DuplicateStageName } from './buildkit/DuplicateStageName.js';
import { ExposeInvalidFormat } from './buildkit/ExposeInvalidFormat.js';
import { ExposeProtoCasing } from './buildkit/ExposeProtoCasing.js';
import { FromAsCasing } from './buildkit/FromAsCasing.js';
import { FromPlatformFlagConstDisallowed } from './buildkit/FromPlatformFlagConstDisallowed.js';
import { InvalidBaseImagePlatform } from './buildkit/InvalidBaseImagePlatform.js';
import { InvalidDefaultArgInFrom } from './buildkit/InvalidDefaultArgInFrom.js';
import { InvalidDefinitionDescription } from './buildkit/InvalidDefinitionDescription.js';
import { JSONArgsRecommended } from './buildkit/JSONArgsRecommended.js';
import { LegacyKeyValueFormat } from './buildkit/LegacyKeyValueFormat.js';
import { MaintainerDeprecated } from './buildkit/MaintainerDeprecated.js';
import { MultipleInstructionsDisallowed } from './buildkit/MultipleInstructionsDisallowed.js';
import { NoEmptyContinuation } from './buildkit/NoEmptyContinuation.js';
import { RedundantTargetPlatform } from './buildkit/RedundantTargetPlatform.js';
import { ReservedStageName } from './buildkit/ReservedStageName.js';
import { SecretsUsedInArgOrEnv } from './buildkit/SecretsUsedInArgOrEnv.js';
import { StageNameCasing } from './buildkit/StageNameCasing.js';
import { UndefinedArgInFrom } from './buildkit/UndefinedArgInFrom.js';
import { UndefinedVar } from './buildkit/UndefinedVar.js';
import { WorkdirRelativePath } from './buildkit/WorkdirRelativePath.js';
import { type Rule } from './rule.js';

/** BuildKit's build checks: same names, same meaning. */
export const BUILDKIT_RULES: readonly Rule[] = [
  ConsistentInstructionCasing,
  CopyIgnoredFile,
  DuplicateStageName,
  ExposeInvalidFormat,
  ExposeProtoCasing,
  FromAsCasing,
  FromPlatformFlagConstDisallowed,
  InvalidBaseImagePlatform,
  InvalidDefaultArgInFrom,
  InvalidDefinitionDescription,
  JSONArgsRecommended,
  LegacyKeyValueFormat,
  MaintainerDeprecated,
  MultipleInstructionsDisallowed,
  NoEmptyContinuation,
  RedundantTargetPlatform,
  ReservedStageName,
  SecretsUsedInArgOrEnv,
  StageNameCasing,
  UndefinedArgInFrom,
  UndefinedVar,
  WorkdirRelativePath,
];
