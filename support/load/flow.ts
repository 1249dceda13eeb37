import type { Content } from '../protocol';
import { Device } from '../fairplay';
import { Identities, type Player, type Titles } from '../session';

/** Who a flow is: everything that is its own and must not turn up anywhere else. */
export interface Flow {
  /** `flow 7`; the one that goes first and alone is `flow 0`. */
  readonly name: string;
  readonly player: Player;
  readonly title: Content;
  /** The two titles it asks for: the one for registration and its own. */
  readonly contentIDs: readonly string[];
  /** A fresh one for every request. */
  readonly messageID: () => string;
}

/** Makes flows. The same seed, nonce and number give the same identities, so nobody has to keep them. */
export class Flows {
  constructor(
    private readonly seed: number,
    private readonly nonce: string,
    private readonly titles: Titles,
  ) {}

  make(number: number): Flow {
    const name = `flow ${String(number)}`;
    const identities = new Identities(this.seed, this.nonce, `load ${name}`);
    const device = new Device({ name, hu: identities.hu() });
    const title = this.titles.nth(number);
    return {
      name,
      player: { name, device, cookie: identities.cookie(), registration: 'none' },
      title,
      contentIDs: [this.titles.registration.contentID, title.contentID],
      messageID: () => identities.messageID(),
    };
  }
}
