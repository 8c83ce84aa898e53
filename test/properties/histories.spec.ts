/**
 * What is true of every history, whatever happens in it: all command types, all regions, commands that are refused among them.
 *
 * The number of histories is GONGJI_HISTORIES (default 200, a fifth for each region). GONGJI_SEED (default 1)
 * draws others.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { REGIONS } from '@gongji/packs';
import { history, inOrder, type History } from './history.ts';
import {
  booksBalance,
  comparable,
  fundEqualsBalances,
  noBalanceBelowZero,
  noneAboveItsCap,
  noneOverpaid,
  partsAddUp,
} from './invariants.ts';
import { duesAreProposed, paymentsAddUp } from './payments.ts';
import { ManyRegions } from './many-regions.ts';

const HISTORIES = Number(process.env.GONGJI_HISTORIES ?? 200);
const SEED = Number(process.env.GONGJI_SEED ?? 1);
/** A log does not grow beyond so many histories: it is kept in memory. */
const HISTORIES_A_LOG = 500;

/** Each region has histories of its own. */
function runs(region: string): fc.Parameters<unknown> {
  return { numRuns: Math.ceil(HISTORIES / REGIONS.length), seed: SEED * REGIONS.length + REGIONS.indexOf(region) };
}

const PATIENCE = 60_000 + HISTORIES * 1000;

let shared: ManyRegions;
let played = 0;
/** How often each type of command was accepted. */
const accepted = new Map<string, number>();

beforeAll(async () => {
  shared = await ManyRegions.open();
});

afterAll(() => shared.close());

async function logEnds(): Promise<void> {
  const { live, replayed } = await shared.replayed();
  expect(replayed).toEqual(live);
}

/** Makes room for a history; what the views hold by then must be what a replay of the log gives. */
async function room(): Promise<ManyRegions> {
  played += 1;
  if (played % HISTORIES_A_LOG !== 0) return shared;
  await logEnds();
  await shared.close();
  return (shared = await ManyRegions.open());
}

describe.each(REGIONS)('%s', (region) => {
  async function holds(drawn: History): Promise<void> {
    const log = await room();
    const steps = inOrder(drawn, false);
    const told = await log.play(region, steps, { reopening: false });
    for (const { id, step } of steps) {
      if (told.answers.get(id)?.ok === true) accepted.set(step.type, (accepted.get(step.type) ?? 0) + 1);
    }
    partsAddUp(told);
    noBalanceBelowZero(told);
    noneAboveItsCap(region, drawn, told);
    fundEqualsBalances(told);
    noneOverpaid(told);
    booksBalance(told);
    paymentsAddUp(told);
    duesAreProposed(await log.dues(told.region));
    const again = await log.play(region, inOrder(drawn, true), { reopening: true });
    expect(comparable(again)).toEqual(comparable(told));
  }

  test(
    'parts add up, no balance below zero, no accumulator above its cap, the fund and the books equal the balances, nobody is paid too much; ' +
      'neither the order of unrelated commands nor reading states again changes an answer',
    async () => {
      await fc.assert(fc.asyncProperty(history, holds), runs(region));
    },
    PATIENCE,
  );
});

test('a replay of the whole log gives the views that grew with it', logEnds, PATIENCE);

test('every other type of command was accepted now and then', () => {
  const types = [
    ...[
      'PublishParameters',
      'ChangeInstitutionTier',
      'AssignAgency',
      'SuspendDesignation',
      'ResumeDesignation',
      'EndDesignation',
    ],
    ...['EnrolPerson', 'ChangeEmployment', 'SuspendEntitlement', 'ResumeEntitlement', 'LinkFamilyMember'],
    ...['UnlinkFamilyMember', 'RegisterOutOfAreaCare', 'EndOutOfAreaCare', 'CertifyCondition', 'RecordContribution'],
    ...['ReverseContribution', 'CreditMonth', 'SettleVisit', 'ReverseSettlement', 'SubmitClaim', 'ApproveClaim'],
    ...['RejectClaim', 'PayExpense', 'PayPremium', 'RecordInpatientStay', 'AdjustAccount', 'TransferAccountIn'],
    ...['TransferAccountOut', 'RefundAccount', 'InheritAccount', 'CarryOverYear', 'CloseYear', 'DesignateInstitution'],
    ...[
      'RecordReconciliation',
      'ResolveReconciliationItem',
      'CloseMonth',
      'SetBudget',
      'PayInstitution',
      'ApprovePayment',
      'RecordPayment',
      'AgreeContract',
      'RecordAssessment',
      'PayPrepayment',
      'ClearInstitution',
    ],
  ];
  expect(types.filter((type) => !accepted.has(type))).toEqual([]);
});
