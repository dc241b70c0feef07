import { type KeyValue, keyValues } from '../../parse/key-values.js';
import { type LabelType } from '../../rule-options.js';
import { type RuleContext, type Visitors } from '../rule.js';

/** Reports values of labels of one kind (in the schema) that are not of that kind. Empty values are DL3051's. */
export function labelValues(
  { options, report }: RuleContext,
  type: LabelType,
  isValid: (value: string) => boolean,
  expected: string,
): Visitors {
  return {
    LABEL(instruction) {
      for (const pair of keyValues(instruction).pairs) {
        if (options.labelSchema?.[pair.key] !== type || isValid(pair.value ?? '')) continue;
        report(
          placeOf(pair),
          `the label \`${pair.key}\` must be ${expected}, not ${JSON.stringify(pair.value ?? '')}`,
        );
      }
    },
  };
}

function placeOf({ valueSpan, span }: KeyValue): { start: number; end: number } {
  return valueSpan && valueSpan.end > valueSpan.start ? valueSpan : span;
}
