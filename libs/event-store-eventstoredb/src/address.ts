import { StoreUnavailable } from '@gongji/event-store';

/** Where a ledger's log is. */
export interface Address {
  /** What the client is given. */
  readonly url: string;
  /** Name of the ledger on this server: its streams are called `<ledger>.<stream>`. */
  readonly ledger: string;
  /** The hosts, for messages: without user, password and options. */
  readonly shown: string;
}

const DEFAULT_LEDGER = 'gongji';

/** A dead connection is found after the sum of both, at the latest. */
const KEEP_ALIVE = { keepAliveInterval: '4000', keepAliveTimeout: '4000' } as const;

/** The options that the client knows; it only warns of others, and of some it would rather not hear. */
const OPTIONS = [
  ...['userCertFile', 'userKeyFile', 'maxDiscoverAttempts', 'connectionName', 'defaultDeadline', 'discoveryInterval'],
  ...['gossipTimeout', 'nodePreference', 'tls', 'tlsCAFile', 'keepAliveInterval', 'keepAliveTimeout'],
];

/** True for a setting that names an EventStoreDB server and not a folder. */
export function isEventStoreDbUrl(text: string): boolean {
  return /^(esdb|kurrentdb|kdb)(\+discover)?:\/\//.test(text);
}

/**
 * Reads a connection string: `esdb://[user:password@]host:port[,host:port…]?tls=…&ledger=…`, or `esdb+discover://…`.
 * The scheme `kurrentdb` means the same.
 *
 * @throws StoreUnavailable naming what is wrong: an unknown option is an error here, where the client would only warn.
 */
export function readAddress(text: string): Address {
  const match = /^(?:esdb|kurrentdb|kdb)(\+discover)?:\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/.exec(text.trim());
  if (match === null) {
    throw new StoreUnavailable('An EventStoreDB address has the form esdb://host:port?tls=false.', 'failed');
  }
  const [, discover = '', credentials, hosts = '', query = ''] = match;
  const options = new Map<string, string>();
  let ledger = DEFAULT_LEDGER;
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const at = pair.indexOf('=');
    const name = at < 0 ? pair : pair.slice(0, at);
    const value = pair.slice(at + 1);
    if (name === 'ledger') ledger = value;
    else options.set(knownOption(name), value);
  }
  if (!/^[a-z][a-z0-9_]*$/.test(ledger)) {
    const message = `The ledger's name in the EventStoreDB address may have small letters, digits and _: ${ledger}.`;
    throw new StoreUnavailable(message, 'failed');
  }
  for (const [name, value] of Object.entries(KEEP_ALIVE)) if (!options.has(name)) options.set(name, value);
  const user = credentials === undefined ? '' : `${credentials}@`;
  const given = [...options].map(([name, value]) => `${name}=${value}`).join('&');
  return { url: `esdb${discover}://${user}${hosts}?${given}`, ledger, shown: hosts };
}

function knownOption(name: string): string {
  const flat = (text: string): string => text.toLowerCase().replace(/[_-]/g, '');
  const known = OPTIONS.find((each) => flat(each) === flat(name));
  if (known === undefined) {
    throw new StoreUnavailable(`The EventStoreDB address has an option that is not known here: ${name}.`, 'failed');
  }
  return known;
}
