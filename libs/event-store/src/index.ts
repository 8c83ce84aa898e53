export * from './event-store.ts';
export * from './check-requests.ts';
export * from './ending-at.ts';
export * from './follow.ts';
export * from './known-at.ts';
export * from './memory-store.ts';
export * from './promised.ts';
export * from './wake-up.ts';
