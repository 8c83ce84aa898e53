import { isDesignatedOn, type InstitutionState, type PlainDate } from '@gongji/core';

/** A day after every change: asks what holds last. */
export const END_OF_TIME: PlainDate = '2999-12-31';

export type Designation = 'not-yet' | 'active' | 'suspended' | 'ended';

/** How an institution stands to the agency on a day. */
export function designationOn(state: InstitutionState, on: PlainDate): Designation {
  if (state.endedFrom !== undefined && on >= state.endedFrom) return 'ended';
  if (isDesignatedOn(state, on)) return 'active';
  return on < state.designated.from ? 'not-yet' : 'suspended';
}
