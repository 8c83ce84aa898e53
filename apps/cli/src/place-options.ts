import { placeOf, setting, type LedgerPlace } from '@gongji/api';
import { Option, type Command } from 'commander';

/** What the options of `addPlaceOptions` give. */
export interface PlaceTexts {
  readonly store?: string;
  readonly views?: string;
}

/** Adds the options that say where a ledger is. EVENTSTORE_URL and GONGJI_VIEWS may say it instead. */
export function addPlaceOptions(command: Command): Command {
  return command.addOption(storeOption()).addOption(viewsOption());
}

export function storeOption(): Option {
  return new Option(
    '--store <place>',
    'folder of the embedded store (default: data/ledger), or an address esdb://host:port of EventStoreDB',
  );
}

export function viewsOption(): Option {
  return new Option(
    '--views <url>',
    'PostgreSQL database of the read models (or GONGJI_VIEWS, GONGJI_VIEWS_FILE); default: a file beside the store',
  );
}

/** Adds the option that names the agency's chart of accounts. */
export function chartOption(): Option {
  return new Option('--chart <file>', 'the agency’s own codes and names of accounts, YAML or JSON (or GONGJI_CHART)');
}

/** The file of the chart that the option or the environment names. */
export function chartFileIn({ chart }: { readonly chart?: string | undefined }): string | undefined {
  return chart ?? setting('GONGJI_CHART');
}

/** Where the views are that the option or the environment names. */
export function viewsIn({ views }: { readonly views?: string | undefined }): string | undefined {
  return views ?? setting('GONGJI_VIEWS');
}

/** The place that the options and the environment name. */
export function placeIn({ store, views }: PlaceTexts): LedgerPlace {
  return placeOf(store, setting('EVENTSTORE_URL'), viewsIn({ views }));
}
