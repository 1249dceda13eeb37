export type * from './http';
export { Ending, whenAborted, type EndReason } from './ending';
export { HEADER_BYTES, LIMITS, type Limit } from './limits';
export { INSTANTS, RealClock, VirtualClock, type Clock, type ShiftableClock } from './clock';
export { ClockOffsets, NO_OFFSET, timedBy, type ClockOffset } from './clock-offset';
export type * from './stimulus';
export { Exchange, type Party, type Operation, type ExchangeStart, type OpenedLicense } from './exchange';
export { Journal, type JournalNote } from './journal';
export { describeMessage, type DescribedExchange, type DescribedMessage } from './describe';
export { packExchange, unpackExchange, type PackedExchange } from './exchange-facts';
export { unredactedOf, withUnredacted } from './unredacted';
export { Redactor, type SecretKind, type Lesson } from './redactor';
export { maskParameters } from './secret-parameters';
export { TransportError, type TransportFailure } from './transport-error';
export { ConnectionFault, type ConnectionFaultKind } from './connection-fault';
export { classifyError, transportError, type FailedCall } from './classify-error';
export { loadAxiosWithoutFetch } from './loaded-axios';
export {
  createTransport,
  DEFAULT_MAX_RESPONSE_BYTES,
  DEFAULT_TIMEOUT_MS,
  joined,
  type Pem,
  type TransportOptions,
  type Carrier,
  type Transport,
} from './transport';
export { proxyCredentials } from './proxy';
export type { ProxyFor } from './proxied-way';
export { splitUrl, withoutQuery, type WireUrl } from './wire-url';
