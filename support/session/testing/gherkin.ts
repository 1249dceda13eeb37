import { createRequire } from 'node:module';
import type { Envelope, GherkinDocument, Pickle } from '@cucumber/messages';
import type { PlannedScenario } from '../../verdict';
import { GherkinIndex } from '../gherkin-index';

/** The parser that cucumber itself uses. */
const fromCucumber = createRequire(require.resolve('@cucumber/cucumber'));
const { generateMessages } = fromCucumber('@cucumber/gherkin') as typeof import('@cucumber/gherkin');
const { SourceMediaType } = fromCucumber('@cucumber/messages') as typeof import('@cucumber/messages');

let ids = 0;

/** What cucumber sends about a feature before it runs any of it. */
export function messagesOf(text: string, uri = 'features/a.feature'): Envelope[] {
  return [
    ...generateMessages(text, uri, SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, {
      defaultDialect: 'en',
      includeSource: false,
      includeGherkinDocument: true,
      includePickles: true,
      newId: () => {
        ids += 1;
        return `id ${String(ids)}`;
      },
    }),
  ];
}

export function documentOf(messages: readonly Envelope[]): GherkinDocument {
  const document = messages.find(({ gherkinDocument }) => gherkinDocument !== undefined)?.gherkinDocument;
  if (document === undefined) throw new Error(JSON.stringify(messages));
  return document;
}

export function picklesOf(messages: readonly Envelope[]): Pickle[] {
  return messages.flatMap(({ pickle }) => pickle ?? []);
}

/** The scenarios of these features, by the index alone. */
export function plansOf(...features: readonly (readonly [text: string, uri: string])[]): PlannedScenario[] {
  const index = new GherkinIndex();
  return features.flatMap(([text, uri]) => {
    const messages = messagesOf(text, uri);
    index.add(documentOf(messages));
    return picklesOf(messages).map((pickle) => index.plan(pickle));
  });
}
