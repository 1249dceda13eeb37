/** What an ExpressPlay remembers of tokens and redemptions, and how it tells of it. */

export interface Entry {
  readonly number: number;
  readonly account: string;
  readonly at: number;
  readonly kind: 'token' | 'license';
  readonly cookie: string | undefined;
  readonly device: string | undefined;
  /** 0: it went well. */
  readonly result: number;
}

/** How records look on the wire. */
export interface RecordForm {
  /** `wrapped`: a list of up to 32 inside an object. `single`: of one cookie only the latest, by itself. */
  readonly answer: 'wrapped' | 'single';
  /** How late entries show, in ms. */
  readonly lagMs: number;
}

export interface Selection {
  readonly account: string;
  readonly cookie: string | undefined;
  readonly window: readonly [start: number, length: number] | undefined;
}

const MOST = 32;

export class LicenseJournal {
  private readonly entries: Entry[] = [];

  constructor(
    private readonly form: RecordForm,
    /** Set by who wants to be caught. */
    private readonly broken: { readonly anyCookie: boolean; readonly anyAccount: boolean },
  ) {}

  write(entry: Omit<Entry, 'number' | 'at'>): void {
    // Who tells of one entry at a time would hide devices behind entries about tokens.
    if (entry.kind === 'token' && this.form.answer === 'single') return;
    this.entries.push({ ...entry, number: 7001 + this.entries.length, at: Date.now() });
  }

  /** The body of an answer. */
  tell(selection: Selection): string {
    const shown = this.select(selection);
    if (this.form.answer === 'wrapped') {
      return JSON.stringify({ generated: new Date().toISOString(), total: shown.length, rows: shown.map(rowOf) });
    }
    if (selection.cookie === undefined) return JSON.stringify(shown.map(rowOf));
    const [latest] = shown;
    return JSON.stringify(latest ? rowOf(latest) : {});
  }

  private select({ account, cookie, window }: Selection): Entry[] {
    const visible = this.entries.filter(
      (entry) => entry.at + this.form.lagMs <= Date.now() && (entry.account === account || this.broken.anyAccount),
    );
    // A window counts from the very first entry, so that later ones shift nothing.
    if (window) return visible.slice(window[0], window[0] + window[1]);
    const newestFirst = visible.reverse();
    if (cookie === undefined || this.broken.anyCookie) return newestFirst.slice(0, MOST);
    return newestFirst.filter((entry) => entry.cookie === cookie).slice(0, MOST);
  }
}

function rowOf(entry: Entry): Record<string, unknown> {
  return {
    when: new Date(entry.at).toISOString(),
    what: entry.kind === 'token' ? 'FP_TOKEN_ISSUED' : 'FP_LICENSE',
    hardware: entry.device ?? null,
    customerData: entry.cookie ?? null,
    outcome: entry.result,
    no: entry.number,
    region: 'eu-1',
  };
}
