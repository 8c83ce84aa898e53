import {
  decideAdjustment,
  decideCertificate,
  decideContribution,
  decideContributionReversal,
  decideEmploymentChange,
  decideEntitlementChange,
  decideExpense,
  decideLink,
  decidePayOut,
  decidePremium,
  decideRegistration,
  decideRegistrationEnd,
  decideStay,
  decideTransferIn,
  decideUnlink,
  type PersonContext,
  type PersonEvent,
  type PersonState,
} from '@gongji/core';
import type { PersonCommand } from './command.ts';
import type { FoldedEvent } from './writer/stream-kinds.ts';

type OwnCommand = Exclude<PersonCommand, { readonly type: 'EnrolPerson' | 'SettleVisit' | 'ReverseSettlement' }>;

/** Decides a command that writes one event to an enrolled person's own stream: the register and the account. */
export function decideOnAccount(
  command: OwnCommand,
  person: PersonState,
  context: PersonContext,
  reversed: FoldedEvent | undefined,
): PersonEvent {
  switch (command.type) {
    case 'RecordContribution':
      return decideContribution(command, person, context);
    case 'ReverseContribution': {
      const recorded = reversed?.type === 'ContributionRecorded' ? reversed.data : undefined;
      return decideContributionReversal(command, person, context, recorded);
    }
    case 'PayExpense':
      return decideExpense(command, person, context);
    case 'PayPremium':
      return decidePremium(command, person, context);
    case 'AdjustAccount':
      return decideAdjustment(command, person, context);
    case 'TransferAccountIn':
      return decideTransferIn(command, person, context);
    case 'TransferAccountOut':
    case 'RefundAccount':
    case 'InheritAccount':
      return decidePayOut(command, person, context);
    case 'RecordInpatientStay':
      return decideStay(command, person, context);
    default:
      return decideOnRegister(command, context);
  }
}

type RegisterCommand = Extract<
  OwnCommand,
  {
    readonly type:
      | 'ChangeEmployment'
      | 'SuspendEntitlement'
      | 'ResumeEntitlement'
      | 'RegisterOutOfAreaCare'
      | 'EndOutOfAreaCare'
      | 'LinkFamilyMember'
      | 'UnlinkFamilyMember'
      | 'CertifyCondition';
  }
>;

function decideOnRegister(command: RegisterCommand, { policy }: PersonContext): PersonEvent {
  switch (command.type) {
    case 'ChangeEmployment':
      return decideEmploymentChange(command);
    case 'SuspendEntitlement':
    case 'ResumeEntitlement':
      return decideEntitlementChange(command);
    case 'RegisterOutOfAreaCare':
      return decideRegistration(command);
    case 'EndOutOfAreaCare':
      return decideRegistrationEnd(command);
    case 'LinkFamilyMember':
      return decideLink(command, policy.pack.division);
    case 'UnlinkFamilyMember':
      return decideUnlink(command);
    case 'CertifyCondition':
      return decideCertificate(command);
  }
}
