/** What the controllers are given. Explicit tokens, because interfaces and other libraries' classes carry none of their own. */

/** The `Ledger`. */
export const LEDGER = Symbol('ledger');
/** The `Views`. */
export const VIEWS = Symbol('views');
/** The `EventStore`. */
export const STORE = Symbol('store');
/** The `Chart` of accounts. */
export const CHART = Symbol('chart');
/** The `Policies`. */
export const POLICIES = Symbol('policies');
/** An `AbortSignal`: aborted when the service begins to close. */
export const CLOSING = Symbol('closing');
/** The `LedgerPlace`: where log, views, keys and tree are. */
export const PLACE = Symbol('place');
/** How many milliseconds a question waits for a position. */
export const POSITION_WAIT = Symbol('position wait');
/** The `Observability`: the log, the figures, the traces. */
export const OBSERVABILITY = Symbol('observability');
/** The `Following`: how the views follow the log. */
export const FOLLOWING = Symbol('following');
