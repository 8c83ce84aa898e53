// Lets the user `gongji` of an EventStoreDB read the log of all streams, which is otherwise an administrator's right.
// Give an administrator's address in ADMIN_URL, or in a file that ADMIN_URL_FILE names.
import { readFileSync } from 'node:fs';
import { EventStoreDBClient } from '@eventstore/db-client';

const { ADMIN_URL, ADMIN_URL_FILE } = process.env;
const url = ADMIN_URL ?? readFileSync(ADMIN_URL_FILE, 'utf8').split(/\r?\n/, 1)[0];
const client = EventStoreDBClient.connectionString(url);
await client.setStreamMetadata('$all', { acl: { readRoles: ['gongji', '$admins'] } });
process.stdout.write('gongji may read everything\n');
await client.dispose();
