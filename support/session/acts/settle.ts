import { TransportError, type Exchange, type HttpResponse } from '../../exchange';

/** Writes down what came of a call: its answer, or how none came. Any other error is thrown. */
export async function settle(exchange: Exchange, answer: Promise<HttpResponse>): Promise<void> {
  try {
    exchange.answer(await answer);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    exchange.fail(error);
  }
}
