import { seesReadsJson } from '../making';
import type { Violation } from '../violation';

/** SEES refuses a request for what no schema names. */
function strict(id: string, sentence: string, where: (value: unknown) => boolean): Violation {
  return seesReadsJson({ id, sentence, breaks: ['SEES-REQ-27'], consequences: [] }, (request) =>
    Object.entries(request).some(([name, value]) => !KNOWN.has(name) && where(value))
      ? { ...request, version: null }
      : request,
  );
}

const KNOWN = new Set(['messageID', 'version', 'requestType', 'contentID', 'customerCookie', 'MessageId', 'contentid']);

/** Properties that the schema does not name. */
export const UNKNOWN_PROPERTIES: readonly Violation[] = [
  strict(
    'unknown-property-refused',
    'SEES refuses a request with a property that the schema does not name.',
    () => true,
  ),
  strict(
    'unknown-object-refused',
    'SEES refuses a request with an object in a property that the schema does not name.',
    (value) => typeof value === 'object',
  ),
];
