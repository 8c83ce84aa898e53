import type * as core from '@gongji/core';

/** A command of the file or of the HTTP interface whose form was checked. */
export type Command = WritingCommand | Question;

/** A command that asks and appends nothing. */
export type Question = core.GetPerson | core.GetFund;

/** A command that appends events. */
export type WritingCommand = StreamCommand | core.CreditMonth | core.CarryOverYear;

/** A command that is decided on one stream. */
export type StreamCommand =
  | PersonCommand
  | core.PublishParameters
  | core.DesignateInstitution
  | core.ChangeInstitutionTier
  | core.AssignAgency
  | core.ChangeDesignation
  | core.CloseYear
  | core.SetBudget
  | core.ResolveReconciliationItem
  | core.RecordPayment
  | core.AgreeContract
  | core.RecordAssessment
  | ViewedCommand
  | core.CaseCommand
  | ClaimCommand;

/** A command that is decided on what the views say beside what its streams say. */
export type ViewedCommand = PaymentCommand | core.CloseMonth | core.RecordReconciliation;

/** A command about what an institution is paid: decided on what the views say it is due. */
export type PaymentCommand = core.PayInstitution | core.PayPrepayment | core.ClearInstitution | core.ApprovePayment;

/** A command that is decided on a claim's stream and the patient's. */
export type ClaimCommand = core.SubmitClaim | core.ApproveClaim | core.RejectClaim;

/** A command that is decided on a person's stream. */
export type PersonCommand =
  | core.EnrolPerson
  | core.ChangeEmployment
  | core.ChangeEntitlement
  | core.RegisterOutOfAreaCare
  | core.EndOutOfAreaCare
  | core.LinkFamilyMember
  | core.UnlinkFamilyMember
  | core.CertifyCondition
  | core.PayExpense
  | core.PayPremium
  | core.RecordContribution
  | core.ReverseContribution
  | core.SettleVisit
  | core.ReverseSettlement
  | core.RecordInpatientStay
  | core.AdjustAccount
  | core.TransferAccountIn
  | core.TransferAccountOut
  | core.RefundAccount
  | core.InheritAccount;

/** One answer a command. */
export type Answer =
  | {
      readonly commandId: string;
      readonly ok: true;
      /** The command was asked for as a dry run: nothing was written. */
      readonly dryRun?: true;
      /** Of the command's event; of the log's head for a question or a dry run. */
      readonly position: string;
      readonly result: core.Result;
    }
  | { readonly commandId: string | null; readonly ok: false; readonly error: AnswerError };

export interface AnswerError extends core.Refusal {
  /** Number of the line in the command file, where the line could not be read as a command. */
  readonly line?: number;
}
