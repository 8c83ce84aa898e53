import type { PlainDate, PlainMonth } from '../../calendar/calendar.ts';
import type { Addressed } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { factOn, withFact, type Timeline } from '../timeline.ts';

/**
 * From a month on, an agency (经办机构) signs with an institution and clears it: the two levels of handling (shangrao art. 4, 19;
 * panzhihua art. 12), the clearing agency of the national interface.
 */
export interface AssignAgency extends Addressed {
  readonly type: 'AssignAgency';
  readonly institutionId: string;
  /** The agency's id or name; no person stands behind it. */
  readonly agency: string;
  /** First day of a month: institutions are cleared by the month. */
  readonly from: PlainDate;
}

export interface AgencyAssigned {
  readonly agency: string;
  /** First day of a month. */
  readonly from: PlainDate;
}

export type AgencyEvent = Proposed<'AgencyAssigned', AgencyAssigned>;

/** An institution's agencies in the order of their days. */
export type Agencies = Timeline<string>;

/** The agencies after one more event. */
export function evolveAgencies(agencies: Agencies, { data: { from, agency } }: AgencyEvent): Agencies {
  return withFact(agencies, from, agency);
}

/** The agency that handles an institution in a month; undefined where none was named yet. */
export function agencyIn(agencies: Agencies, month: PlainMonth): string | undefined {
  return factOn(agencies, `${month}-01`);
}

/** Names the agency of an institution, also for months that have passed: statistics are told apart anew. */
export function decideAgency({ agency, from }: AssignAgency): AgencyEvent {
  return { type: 'AgencyAssigned', occurredOn: from, data: { agency, from } };
}
