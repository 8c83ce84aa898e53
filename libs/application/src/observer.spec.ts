import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore, StoreUnavailable } from '@gongji/event-store';
import type { Observer } from './observer.ts';
import { DisturbedStore } from './testing/disturbed-store.ts';
import { answersOf, enrol, given, hospital, ledgerWith, openOn, said, topUp, visit } from './testing/open-ledger.ts';

/** Writes down how every command ended. */
function recorder(): { readonly observer: Observer; readonly seen: readonly string[] } {
  const seen: string[] = [];
  const observer: Observer = {
    submitted: ({ type }) => ({
      answered: (answer) => {
        seen.push(`${type} ${said(answer)}`);
      },
      failed: (error) => {
        seen.push(`${type} ${(error as StoreUnavailable).reason}`);
      },
    }),
  };
  return { observer, seen };
}

describe('an observer', () => {
  test('is told once of each command, whatever became of it', async () => {
    const { observer, seen } = recorder();
    const { ledger } = await ledgerWith([hospital('H2'), enrol('P')], { observer });
    const again = { ...visit('P', 'V', '450.00'), commandId: 'again' };
    const question = { type: 'GetPerson', personId: 'P' };
    await answersOf(ledger, [again, visit('P', 'V', '1.00'), again, question, visit('Q', 'V', '1.00')]);
    expect(seen).toEqual([
      'DesignateInstitution ok',
      'EnrolPerson ok',
      'SettleVisit already-exists visitId',
      'SettleVisit ok',
      'SettleVisit ok',
      'GetPerson ok',
      'SettleVisit unknown-person personId',
    ]);
  });

  test('is told once of a command that another writer was ahead of', async () => {
    const { observer, seen } = recorder();
    const store = new DisturbedStore(new MemoryEventStore());
    const ledger = await openOn(store, { observer });
    const other = await openOn(store.inner);
    await given(ledger, [enrol('P')]);
    store.before = async () => {
      store.before = () => undefined;
      await given(other, [topUp('P', '1.00', 'other')], 'other');
    };
    await given(ledger, [topUp('P', '2.00', 'own')], 'own');
    expect(seen).toEqual(['EnrolPerson ok', 'AdjustAccount ok']);
  });

  test('is told of a command whose outcome nobody knows', async () => {
    const { observer, seen } = recorder();
    const store = new DisturbedStore(new MemoryEventStore());
    const ledger = await openOn(store, { observer });
    store.before = () => {
      throw new StoreUnavailable('The disk is full.', 'full');
    };
    await expect(answersOf(ledger, [enrol('P')])).rejects.toThrow('full');
    expect(seen).toEqual(['EnrolPerson full']);
  });
});

test('the memory of streams tells what it spared', async () => {
  const { ledger, store } = await ledgerWith([hospital('H2'), enrol('P'), enrol('Q')]);
  const again = await openOn(store);
  await answersOf(again, [visit('P', 'V1', '100.00')], 'first');
  const { hits, misses, streams } = again.cache();
  expect({ hits, read: misses > 0, kept: streams }).toEqual({ hits: 0, read: true, kept: misses });
  await answersOf(again, [visit('P', 'V2', '100.00')], 'second');
  expect(again.cache()).toEqual({ hits: misses, misses, streams });
  await ledger.idle();
});
