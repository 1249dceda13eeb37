import type { Account, AccountState, ExpressPlayOptions } from './expressplay-options';
import { serviceError, type ServiceError } from './service-error';

/** An account with the name it has inside the service; tokens and history hold the name, never the authenticator. */
export interface NamedAccount extends Account {
  readonly name: string;
}

export type Authenticated =
  | { readonly kind: 'account'; readonly account: NamedAccount }
  | { readonly kind: 'error'; readonly error: ServiceError };

const STATE_ERRORS: Readonly<Record<AccountState, ServiceError>> = {
  'no-tokens-left': serviceError(-2019, 'There are no tokens left.'),
  'admin-error': serviceError(-2030, 'ExpressPlay administration error.', 500),
  disabled: serviceError(-2031, 'The service account is disabled.', 401),
  'no-fairplay': serviceError(-6006, 'The service is not authorized for FairPlay.'),
  'fairplay-off': serviceError(-6009, 'The FairPlay option is disabled.'),
};

export class Accounts {
  readonly #byAuthenticator: ReadonlyMap<string, NamedAccount>;
  /** Name of the first account. */
  readonly first = nameOf(0);

  constructor(accounts: ExpressPlayOptions['accounts']) {
    this.#byAuthenticator = new Map(
      accounts.map((account, index) => [account.customerAuthenticator, { ...account, name: nameOf(index) }]),
    );
  }

  authenticate(customerAuthenticator: string | undefined): Authenticated {
    if (customerAuthenticator === undefined || customerAuthenticator === '') {
      return { kind: 'error', error: serviceError(-2017, 'The customer authenticator is missing.', 401) };
    }
    const account = this.#byAuthenticator.get(customerAuthenticator);
    if (account === undefined) {
      return { kind: 'error', error: serviceError(-2018, 'The customer authenticator is invalid.', 401) };
    }
    return { kind: 'account', account };
  }

  /** Why the account gets no tokens at present. */
  stateError(account: NamedAccount): ServiceError | undefined {
    return account.state === undefined ? undefined : STATE_ERRORS[account.state];
  }
}

function nameOf(index: number): string {
  return `account ${String(index + 1)}`;
}
