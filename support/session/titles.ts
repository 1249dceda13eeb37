import { MAX_EXPIRATION_SECONDS, parseExpirationTime, type Content } from '../protocol';
import { NotObservableError } from './blocked';

export type ExpiryForm = 'relative' | 'absolute' | 'thirty-day';

/** The titles of a run by the part they play in scenarios. */
export class Titles {
  readonly registration: Content;
  /** The title most scenarios ask for. */
  readonly main: Content;
  readonly #others: readonly Content[];

  /** @param registrationID the title played for registration; may be a real one (C-09) */
  constructor(
    private readonly contents: readonly Content[],
    registrationID: string,
  ) {
    const registration = contents.find((content) => content.contentID === registrationID);
    if (registration === undefined)
      throw new Error(`registration.contentID ${registrationID} is not among sees.contents`);
    this.registration = registration;
    const real = contents.filter((content) => content !== registration);
    // A title that ends soon would end in the middle of scenarios that have nothing to do with time.
    const lasting = real.filter((content) => !endsSoon(content));
    // A key that ExpressPlay has to have stored before is a matter of its own.
    const plain = lasting.filter((content) => content.kek === undefined);
    this.main = plain[0] ?? lasting[0] ?? real[0] ?? registration;
    this.#others = (plain.length > 1 ? plain : lasting).filter((content) => content !== this.main);
  }

  /** A second title, with keys of its own. */
  get another(): Content {
    const other = this.#others[0];
    if (other === undefined) throw new NotObservableError('only one title is configured (sees.contents)');
    return other;
  }

  /** Some title for the n-th of many flows. */
  nth(index: number): Content {
    const all = [this.main, ...this.#others];
    return all[index % all.length] ?? this.main;
  }

  /**
   * The one that ends first, because runs wait for its end.
   * @throws {NotObservableError} when no configured title has such a policy
   */
  withExpiry(form: ExpiryForm): Content {
    const [found] = this.contents.filter((content) => formOf(content) === form).sort(byLifetime);
    if (found === undefined) {
      throw new NotObservableError(
        `no title with a ${form} expiry is configured (sees.contents[].expirationTime, expirationForm)`,
      );
    }
    return found;
  }

  /**
   * A title whose tokens end, in whichever form SEES says so.
   * @throws {NotObservableError} when no configured title has an expiry of its own
   */
  get ending(): Content {
    const relative = this.contents.some((content) => formOf(content) === 'relative');
    const absolute = this.contents.some((content) => formOf(content) === 'absolute');
    return this.withExpiry(absolute && !relative ? 'absolute' : 'relative');
  }

  /** @throws {NotObservableError} when no configured title is rented */
  get rented(): Content {
    const found = this.contents.find((content) => (content.rentalDuration ?? 0) > 0);
    if (found === undefined)
      throw new NotObservableError('no title with a rental policy is configured (sees.contents[].rentalDuration)');
    return found;
  }

  /**
   * Titles whose key SEES names by a kid under a kek, or holds wrapped: one of each kind.
   * @throws {NotObservableError} when none is configured
   */
  get wrapped(): readonly Content[] {
    const stored = this.contents.find(({ kek, kid, ek }) => kek !== undefined && kid !== undefined && ek === undefined);
    const wrapped = this.contents.find(({ kek, ek }) => kek !== undefined && ek !== undefined);
    const found = [stored, wrapped].filter((content) => content !== undefined);
    if (found.length > 0) return found;
    throw new NotObservableError('no title with a stored or wrapped key is configured (sees.contents[].kid, kek, ek)');
  }

  policyOf(contentID: string): string | undefined {
    return this.contents.find((content) => content.contentID === contentID)?.expirationTime;
  }
}

function formOf(content: Content): ExpiryForm | undefined {
  const { expirationTime } = content;
  if (expirationTime === undefined) return undefined;
  if (expirationTime === `+${String(MAX_EXPIRATION_SECONDS)}`) return 'thirty-day';
  return content.expirationForm === 'absolute' || !expirationTime.startsWith('+') ? 'absolute' : 'relative';
}

function byLifetime(one: Content, other: Content): number {
  return lifetimeOf(one) - lifetimeOf(other);
}

/** Seconds; of an instant that stands in the policy nobody knows how far off it is. */
function lifetimeOf({ expirationTime }: Content): number {
  const parsed = expirationTime === undefined ? undefined : parseExpirationTime(expirationTime);
  return parsed?.kind === 'relative' ? parsed.seconds : MAX_EXPIRATION_SECONDS;
}

/** Below this a scenario without any interest in time could run into the end of its tokens. */
const SOON_SECONDS = 3600;

function endsSoon(content: Content): boolean {
  const { expirationTime } = content;
  return (
    expirationTime !== undefined && expirationTime.startsWith('+') && Number(expirationTime.slice(1)) < SOON_SECONDS
  );
}
