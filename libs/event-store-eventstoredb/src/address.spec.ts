import { expect, it } from '@jest/globals';
import { isEventStoreDbUrl, readAddress } from './address.ts';

/** What the keep-alive's two times are in an address. */
function keepAliveMs(url: string): number {
  return [...url.matchAll(/keepAlive\w+=(\d+)/g)].reduce((sum, [, value]) => sum + Number(value), 0);
}

it('finds a half-open connection within ten seconds unless told otherwise', () => {
  expect(keepAliveMs(readAddress('esdb://a:2113').url)).toBeLessThan(10_000);
  expect(keepAliveMs(readAddress('esdb://a?keep-alive-interval=60000&keepAliveTimeout=1').url)).toBe(60_001);
});

it('keeps the ledger for itself, and user and password out of messages', () => {
  const address = readAddress('esdb://zibo:s3cret@a:2113,b:2113?tls=true&ledger=zibo');
  expect(address).toMatchObject({ ledger: 'zibo', shown: 'a:2113,b:2113' });
  expect(address.url).toMatch(/^esdb:\/\/zibo:s3cret@a:2113,b:2113\?tls=true&keepAlive/);
  expect(readAddress('esdb://a:2113/').ledger).toBe('gongji');
});

it('takes the name that the successor uses', () => {
  expect(readAddress('kurrentdb+discover://a:2113?tls=false').url).toMatch(/^esdb\+discover:\/\/a:2113\?tls=false&/);
  expect(['esdb://a', 'kurrentdb://a', 'data/ledger', 'C:\\esdb'].map(isEventStoreDbUrl)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

// what is wrong with an address | what the error says
it.each([
  ['http://a:2113', 'esdb://host:port'],
  ['esdb://', 'esdb://host:port'],
  ['esdb://a?tsl=false', 'not known here: tsl'],
  ['esdb://a?throwOnAppendFailure=false', 'not known here: throwOnAppendFailure'],
  ['esdb://a?ledger=Zibo.1', 'small letters'],
])('refuses %s', (text, message) => {
  expect(() => readAddress(text)).toThrow(message);
});
