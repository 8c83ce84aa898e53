import type { Json } from '../proof/canonical.ts';
import type { LedgerEvent } from './answer.ts';
import type { Proposed } from './event.ts';

/** Makes the data of an event of one version what the next version would have written. */
export type Upcaster = (data: Json) => Json;

/** A stored event that this program cannot read: of a type that it does not know, or of a newer version. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/**
 * Versions of the events' shapes. An event is written in its type's present version and read in any version that was ever written: its
 * data are taken from version to version until they are of the present one (DESIGN.md 3). A type never changes its name.
 */
export class EventVersions {
  /**
   * @param present the present version of each type; the first is 1.
   * @param upcasters by type, the readers of its versions 1, 2, …, each to the next.
   * @throws Error when a version lacks its reader.
   */
  constructor(
    private readonly present: { readonly [type: string]: number },
    private readonly upcasters: { readonly [type: string]: readonly Upcaster[] } = {},
  ) {
    for (const type of new Set([...Object.keys(present), ...Object.keys(upcasters)])) {
      const readers = 1 + (upcasters[type]?.length ?? 0);
      if (present[type] === readers) continue;
      throw new Error(
        `${type} is written in version ${String(present[type])}, and can be read up to version ${String(readers)}`,
      );
    }
  }

  /** The version in which a type is written. */
  of(type: string): number {
    const version = Object.hasOwn(this.present, type) ? this.present[type] : undefined;
    if (version === undefined)
      throw new UnreadableEvent(`There is no event ${type}: a newer version of the program may know it.`);
    return version;
  }

  /** A stored event's data as the present version has them. */
  read(type: string, schemaVersion: number, data: Json): Json {
    const present = this.of(type);
    if (schemaVersion === present) return data;
    const readers = this.upcasters[type] ?? [];
    if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > present) {
      throw new UnreadableEvent(
        `${type} of version ${String(schemaVersion)} is unknown: this program knows up to ${String(present)}.`,
      );
    }
    return readers.slice(schemaVersion - 1).reduce((taken, next) => next(taken), data);
  }
}

/** Every type that this program writes, in its present version. */
export const PRESENT_VERSIONS: { readonly [T in LedgerEvent['type']]: number } = {
  InsuredEnrolled: 1,
  EmploymentChanged: 1,
  EntitlementSuspended: 1,
  EntitlementResumed: 1,
  OutOfAreaCareRegistered: 1,
  OutOfAreaCareEnded: 1,
  ConditionCertified: 1,
  FamilyMemberLinked: 1,
  FamilyMemberUnlinked: 1,
  ContributionRecorded: 1,
  ContributionReversed: 1,
  AccountCredited: 1,
  AccountDebited: 1,
  PremiumPaid: 1,
  AccountFundsHeld: 1,
  HeldFundsCaptured: 1,
  HeldFundsReleased: 1,
  SettlementAbandoned: 1,
  AccountTransferredIn: 1,
  AccountTransferredOut: 1,
  AccountRefunded: 1,
  AccountInherited: 1,
  InpatientStayRecorded: 1,
  VisitSettled: 1,
  ReimbursementRequested: 1,
  ReimbursementDeclined: 1,
  ReimbursementSettled: 1,
  SettlementReversed: 1,
  YearCarriedOver: 1,
  InstitutionDesignated: 1,
  InstitutionTierChanged: 1,
  AgencyAssigned: 1,
  DesignationSuspended: 1,
  DesignationResumed: 1,
  DesignationEnded: 1,
  ContractAgreed: 1,
  AssessmentRecorded: 1,
  PaymentProposed: 1,
  PaymentApproved: 1,
  PaymentMade: 1,
  ClaimSubmitted: 1,
  ClaimApproved: 1,
  ClaimRejected: 1,
  CaseOpened: 1,
  CaseDecided: 1,
  CaseHandedOver: 1,
  AmountRecovered: 1,
  ParametersPublished: 1,
  BudgetSet: 1,
  YearClosed: 1,
  MonthClosed: 1,
  ReconciliationRecorded: 1,
  ReconciliationItemResolved: 1,
  ProcessStarted: 1,
  ProcessCompleted: 1,
  LedgerSealed: 1,
  ReportExported: 1,
};

/** In which version each type is written, and how older ones are read. */
export const EVENT_VERSIONS = new EventVersions(PRESENT_VERSIONS);

/** A stored event, ready to be folded or projected: the one way in which the log is read. */
export function readEvent(stored: {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Json;
  readonly occurredOn: string;
}): LedgerEvent {
  const { type, schemaVersion, occurredOn } = stored;
  const event: Proposed = { type, data: EVENT_VERSIONS.read(type, schemaVersion, stored.data), occurredOn };
  return event as unknown as LedgerEvent;
}
