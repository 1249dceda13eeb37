import type { Scenario } from '../scenario';
import { LicenseRequests } from './license-requests';
import { RecordQuestions } from './record-questions';
import { TokenQuestions } from './token-questions';

/** ExpressPlay's three services as the harness asks them itself: in the place of SEES, and as a player. */
export class ExpressPlayFacet {
  readonly tokens: TokenQuestions;
  readonly licenses: LicenseRequests;
  readonly records: RecordQuestions;

  constructor(scenario: Scenario) {
    this.tokens = new TokenQuestions(scenario);
    this.licenses = new LicenseRequests(scenario, this.tokens);
    this.records = new RecordQuestions(scenario, this.tokens, this.licenses);
  }
}
