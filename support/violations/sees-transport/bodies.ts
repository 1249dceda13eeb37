import type { HttpResponse } from '../../exchange';
import {
  jsonOf,
  nowAndThen,
  seesAnswers,
  seesAnswersJson,
  withHeaders,
  withText,
  type Facts,
  type Json,
} from '../making';
import type { Violation } from '../violation';

const BREAKS = ['SEES-TRN-09'];
// A request without requestType is refused too, and must be so in the documented form.
const facts = (id: string, sentence: string): Facts => ({
  id,
  sentence,
  breaks: BREAKS,
  consequences: ['SEES-REQ-01.answer'],
});

const isRefusal = (answer: Json | undefined): boolean => answer?.isAllowed === false;

/** A refusal now and then in another form. */
function refusals(facts: Facts, change: (refusal: HttpResponse) => HttpResponse): Violation {
  return nowAndThen(
    seesAnswers(facts, () => (response) => (isRefusal(jsonOf(response)) ? change(response) : response)),
  );
}

/** Answers that are not one JSON object (SEES-TRN-09). */
export const BODY_VIOLATIONS: readonly Violation[] = [
  refusals(facts('refusal-in-an-array', 'SEES puts a refusal into an array.'), (response) =>
    withText(response, (text) => `[${text}]`),
  ),
  refusals(facts('refusal-as-a-web-page', 'SEES refuses with a web page.'), (response) => ({
    ...withHeaders(response, { 'content-type': 'text/html' }),
    body: Buffer.from('<html><body><h1>Not allowed</h1></body></html>'),
  })),
  refusals(facts('refusal-without-a-body', 'SEES refuses with an empty body.'), (response) => ({
    ...response,
    body: Buffer.alloc(0),
  })),
  refusals(facts('refusal-twice-in-json', 'SEES writes a refusal as JSON into a JSON text.'), (response) =>
    withText(response, (text) => JSON.stringify(text)),
  ),
  refusals(facts('refusal-in-utf-sixteen', 'SEES writes a refusal in UTF-16.'), (response) => ({
    ...response,
    body: Buffer.from(response.body.toString('utf8'), 'utf16le'),
  })),
  refusals(facts('refusal-cut-off', 'SEES sends a refusal without its last character.'), (response) =>
    withText(response, (text) => text.slice(0, -1)),
  ),
  refusals(facts('refusal-and-what-came-after', 'SEES sends a second JSON object after a refusal.'), (response) =>
    withText(response, (text) => `${text}\n{"status":"done"}`),
  ),
  nowAndThen(
    seesAnswers(
      {
        ...facts('grant-says-no-first', 'SEES writes isAllowed twice into a grant, first false, then true.'),
        consequences: [],
      },
      () => {
        return (response) =>
          jsonOf(response)?.isAllowed === true
            ? withText(response, (text) => text.replace('{', '{"isAllowed":false,'))
            : response;
      },
    ),
  ),
  nowAndThen(
    seesAnswers(
      { ...facts('url-twice', 'SEES writes epTokenURL twice into a grant, once empty.'), consequences: [] },
      () => {
        return (response) =>
          jsonOf(response)?.isAllowed === true
            ? withText(response, (text) => text.replace('{', '{"epTokenURL":"",'))
            : response;
      },
    ),
  ),
  seesAnswersJson(
    {
      id: 'refusal-of-two-megabytes',
      sentence: 'SEES pads its answer to who is not entitled to two megabytes.',
      breaks: BREAKS,
      consequences: [],
    },
    (answer) => (answer.error === 1011 ? { ...answer, padding: ' '.repeat(2_000_000) } : answer),
  ),
];
