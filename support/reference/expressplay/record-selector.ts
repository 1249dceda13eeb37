import type { RequestParameters } from './request-parameters';
import type { Selector } from './transaction-history';

/** How a record request selects; undefined: it combines selectors, doubles one, or one is not of its documented type. */
export function readSelector(parameters: RequestParameters): Selector | undefined {
  const used = ['cookie', 'id', 'start', 'length'].filter((name) => parameters.has(name));
  if (used.some((name) => parameters.all(name).length > 1)) return undefined;
  switch (used.join(' ')) {
    case '':
      return { kind: 'recent' };
    case 'cookie':
      return { kind: 'cookie', cookie: parameters.get('cookie') ?? '' };
    case 'id': {
      const eventId = integer(parameters.get('id'));
      return eventId === undefined ? undefined : { kind: 'id', eventId };
    }
    case 'start length': {
      const start = integer(parameters.get('start'));
      const length = integer(parameters.get('length'));
      return start === undefined || length === undefined ? undefined : { kind: 'window', start, length };
    }
    default:
      return undefined;
  }
}

function integer(digits: string | undefined): number | undefined {
  return digits !== undefined && /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}
