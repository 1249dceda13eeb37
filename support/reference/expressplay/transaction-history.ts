import type { Clock } from '../../exchange';
import type { EventDraft } from './redemption';

export interface HistoryEvent extends EventDraft {
  /** 1, 2, ... over the whole service. */
  readonly eventId: number;
  readonly atMs: number;
}

/** At most one way to select (EP-IT); `window` counts from the newest event, 0-based, over all events of the account. */
export type Selector =
  | { readonly kind: 'recent' }
  | { readonly kind: 'cookie'; readonly cookie: string }
  | { readonly kind: 'id'; readonly eventId: number }
  | { readonly kind: 'window'; readonly start: number; readonly length: number };

interface Entry {
  readonly event: HistoryEvent;
  /** Holds that were on when the event was logged; it stays hidden while one of them is. */
  readonly holds: readonly symbol[];
}

interface AccountHistory {
  readonly all: Entry[];
  readonly byCookie: Map<string, Entry[]>;
}

/** Most events of an answer without a window (EP-CN). */
export const RECENT_EVENTS = 32;

/** How much is kept; beyond that the oldest events are forgotten. */
export interface HistoryLimits {
  readonly events: number;
  /** Of cookies and device ids together: whoever asks for a token chooses how long a cookie is. */
  readonly characters: number;
}

export const DEFAULT_HISTORY_LIMITS: HistoryLimits = { events: 100_000, characters: 32 * 1024 * 1024 };

/** The Transaction History of DIA-BIND: what redemptions left, kept apart by account. */
export class TransactionHistory {
  readonly #accounts = new Map<string, AccountHistory>();
  /** All of them in the order in which they came. */
  readonly #kept: { readonly account: AccountHistory; readonly entry: Entry }[] = [];
  #characters = 0;
  readonly #holds = new Set<symbol>();
  #lastId = 0;

  constructor(
    private readonly clock: Clock,
    private readonly visibilityMs: number,
    private readonly told = (found: number): number => Math.min(found, RECENT_EVENTS),
    private readonly limits: HistoryLimits = DEFAULT_HISTORY_LIMITS,
  ) {}

  log(account: string, draft: EventDraft): void {
    this.#lastId += 1;
    const entry: Entry = {
      event: { ...draft, eventId: this.#lastId, atMs: this.clock.now() },
      holds: [...this.#holds],
    };
    const history = this.#of(account);
    history.all.push(entry);
    this.#kept.push({ account: history, entry });
    this.#characters += sizeOf(entry);
    if (draft.cookie !== undefined) {
      const sameCookie = history.byCookie.get(draft.cookie);
      if (sameCookie === undefined) history.byCookie.set(draft.cookie, [entry]);
      else sameCookie.push(entry);
    }
    while (this.#kept.length > this.limits.events || this.#characters > this.limits.characters) this.#forget();
  }

  /** The oldest of all is the oldest of its account, and of its cookie there. */
  #forget(): void {
    const oldest = this.#kept.shift();
    if (oldest === undefined) return;
    const { account, entry } = oldest;
    this.#characters -= sizeOf(entry);
    account.all.shift();
    const { cookie } = entry.event;
    const sameCookie = cookie === undefined ? undefined : account.byCookie.get(cookie);
    sameCookie?.shift();
    if (cookie !== undefined && sameCookie?.length === 0) account.byCookie.delete(cookie);
  }

  /** Newest first; only what is visible by now. */
  select(account: string, selector: Selector): HistoryEvent[] {
    const { all, byCookie } = this.#of(account);
    switch (selector.kind) {
      case 'recent':
        return this.#recent(all);
      case 'cookie':
        return this.#recent(byCookie.get(selector.cookie) ?? []);
      case 'id':
        return this.#newest(all, 0, Infinity).filter(({ eventId }) => eventId === selector.eventId);
      case 'window':
        return this.#newest(all, selector.start, selector.length);
    }
  }

  /** Hides events logged from now on from `select`; the returned function shows them. Several holds add up. */
  holdNewEvents(): () => void {
    const hold = Symbol('hold');
    this.#holds.add(hold);
    return () => {
      this.#holds.delete(hold);
    };
  }

  #recent(entries: readonly Entry[]): HistoryEvent[] {
    const found = this.#newest(entries, 0, Infinity);
    return found.slice(0, this.told(found.length));
  }

  #newest(entries: readonly Entry[], start: number, length: number): HistoryEvent[] {
    const found: HistoryEvent[] = [];
    let skipped = 0;
    for (let index = entries.length - 1; index >= 0 && found.length < length; index -= 1) {
      const entry = entries[index];
      if (entry === undefined || !this.#visible(entry)) continue;
      if (skipped < start) skipped += 1;
      else found.push(entry.event);
    }
    return found;
  }

  #visible({ event, holds }: Entry): boolean {
    return (
      this.clock.now(event.cookie) >= event.atMs + this.visibilityMs && !holds.some((hold) => this.#holds.has(hold))
    );
  }

  #of(account: string): AccountHistory {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const history: AccountHistory = { all: [], byCookie: new Map() };
    this.#accounts.set(account, history);
    return history;
  }
}

function sizeOf({ event }: Entry): number {
  return (event.cookie?.length ?? 0) + (event.deviceId?.length ?? 0);
}
