import type { Clock } from '../../exchange';
import type { Content } from '../../protocol';
import type { EntitlementQuestion } from './entitlement-question';
import type { Asked, ExpressPlayClient } from './expressplay-client';
import { REFUSALS, type Refusal } from './refusal';
import type { SeesOptions } from './sees-options';
import type { SeesRules } from './sees-rules';

const no = (refusal: Refusal): Asked<string> => ({ kind: 'fault', refusal });

/** Decides on well-formed questions: the flows of DIA-TIME and DIA-BIND from SEES' lifeline. */
export class Entitlement {
  readonly #contents: ReadonlyMap<string, Content>;

  constructor(
    private readonly options: SeesOptions,
    private readonly rules: SeesRules,
    private readonly expressplay: ExpressPlayClient,
    private readonly clock: Clock,
  ) {
    this.#contents = new Map(options.contents.map((content) => [content.contentID, content]));
    const { registrationContentID } = options;
    if (registrationContentID !== undefined && !this.#contents.has(registrationContentID)) {
      throw new Error(
        `Reference SEES: registrationContentID ${JSON.stringify(registrationContentID)} is none of its contents`,
      );
    }
  }

  /** The license URL, or why not. @param bindsTo told which device a token is asked for */
  async decide(question: EntitlementQuestion, bindsTo: (deviceId: string) => void): Promise<Asked<string>> {
    const content = this.#contents.get(question.contentID);
    if (content === undefined) return no(REFUSALS.contentUnknown);
    if (this.#denied(question)) return no(REFUSALS.notEntitled);
    switch (question.requestType) {
      case 1:
        return this.#ask(question, content);
      case 2:
        return this.#ask(question, content, question.cookie);
      case 3:
        return this.#bound(question, content, bindsTo);
    }
  }

  /** B7 to B12: no device, no token request. */
  async #bound(
    question: EntitlementQuestion & { readonly requestType: 2 | 3 },
    content: Content,
    bindsTo: (deviceId: string) => void,
  ): Promise<Asked<string>> {
    const { cookie } = question;
    const events = await this.expressplay.events(cookie);
    if (events.kind === 'fault') return events;
    const choice = this.rules.selectDevice(events.value, cookie, this.options.multiDevice ?? 'latest');
    if (choice.kind === 'device') {
      bindsTo(choice.deviceId);
      return this.#ask(question, content, cookie, choice.deviceId);
    }
    if (choice.kind === 'several') return no(REFUSALS.severalDevices);
    return this.rules.onNoRecord(question) === 'refuse' ? no(REFUSALS.noDevice) : this.#ask(question, content, cookie);
  }

  #ask(question: EntitlementQuestion, content: Content, cookie?: string, deviceId?: string): Promise<Asked<string>> {
    const absolute = this.options.absoluteExpiry?.has(content.contentID) ?? false;
    const expirationTime = this.rules.expirationTime(content, absolute, this.clock.now());
    return this.expressplay.licenseUrl(this.rules.asksFor({ content, expirationTime, cookie, deviceId }, question));
  }

  #denied(question: EntitlementQuestion): boolean {
    const { denied } = this.options;
    if (denied === undefined || (denied.contentID === undefined && denied.cookie === undefined)) return false;
    return (
      (denied.contentID === undefined || denied.contentID === question.contentID) &&
      (denied.cookie === undefined || denied.cookie === question.cookie)
    );
  }
}
