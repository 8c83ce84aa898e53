import { DIMENSIONS, type ParameterLimit } from '@gongji/core';
import { CITATION_KEYS, type Context } from './context.ts';
import type { Field } from './yaml-field.ts';

/** Reads limits.yaml. */
export function readLimits(file: Field, context: Context): readonly ParameterLimit[] {
  return file.list().map((field) => {
    const kind = new Map(field.entries()).get('kind')?.oneOf(['at-least', 'tilt-to-retired']);
    if (kind === undefined) return field.fail('"kind" is missing');
    return kind === 'at-least' ? readAtLeast(field, context) : readTilt(field, context);
  });
}

function readAtLeast(field: Field, context: Context): ParameterLimit {
  const members = field.members('kind', 'parameter', 'tiers', 'value', ...CITATION_KEYS);
  return {
    kind: 'at-least',
    parameter: context.parameter(members.get('parameter')).name,
    tiers: readTiers(members.get('tiers')),
    value: members.get('value').matching(/^\d+\.\d{2,4}$/, 'a figure such as 0.50'),
    ...context.citation(members),
  };
}

function readTilt(field: Field, context: Context): ParameterLimit {
  const members = field.members('kind', 'rate', 'deductible', 'cap', 'tiers', ...CITATION_KEYS);
  return {
    kind: 'tilt-to-retired',
    rate: context.parameter(members.get('rate')).name,
    deductible: context.parameter(members.get('deductible')).name,
    cap: context.parameter(members.get('cap')).name,
    tiers: readTiers(members.get('tiers')),
    ...context.citation(members),
  };
}

function readTiers(field: Field): ParameterLimit['tiers'] {
  return field.list().map((tier) => tier.oneOf(DIMENSIONS.tier));
}
