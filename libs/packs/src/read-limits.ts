import { DIMENSIONS, type ParameterLimit } from '@gongji/core';
import { CITATION_KEYS, type Context } from './context.ts';
import type { Field, Members } from './yaml-field.ts';

/** Reads limits.yaml. */
export function readLimits(file: Field, context: Context): readonly ParameterLimit[] {
  return file.list().map((field) => {
    const kind = new Map(field.entries()).get('kind');
    return kind?.isText === true && kind.text() === 'tilt-to-retired'
      ? readTilt(field, context)
      : readAtLeast(field, context);
  });
}

function readAtLeast(field: Field, context: Context): ParameterLimit {
  const members = field.members('kind', 'parameter', 'tiers', 'value', ...CITATION_KEYS);
  return {
    kind: members.get('kind').oneOf(['at-least', 'tilt-to-retired']) as 'at-least',
    parameter: nameOf('parameter', members, context),
    tiers: readTiers(members.get('tiers')),
    value: members.get('value').matching(/^\d+\.\d{2,4}$/, 'a figure such as 0.50'),
    ...context.citation(members),
  };
}

function readTilt(field: Field, context: Context): ParameterLimit {
  const members = field.members('kind', 'rate', 'deductible', 'cap', 'tiers', ...CITATION_KEYS);
  return {
    kind: 'tilt-to-retired',
    rate: nameOf('rate', members, context),
    deductible: nameOf('deductible', members, context),
    cap: nameOf('cap', members, context),
    tiers: readTiers(members.get('tiers')),
    ...context.citation(members),
  };
}

function nameOf(key: string, members: Members, context: Context): string {
  return context.parameter(members.get(key))?.name ?? '';
}

function readTiers(field: Field): ParameterLimit['tiers'] {
  return field.list().map((tier) => tier.oneOf(DIMENSIONS.tier));
}
