import type { Violation } from '../violation';

export const anyAnswerIsAUrl: Violation = {
  id: 'any-answer-is-a-url',
  party: 'sees',
  sentence: 'SEES hands out whatever a successful answer of the token service says, without reading it.',
  breaks: ['SEES-ERR-07', 'SEES-ERR-08.comments'],
  // What is handed out is no URL, or one with a comment before it.
  consequences: ['SEES-RES-04', 'SEES-RES-14', 'SEES-RES-05.token', 'SEES-RES-05.unchanged'],
  seesRules: (rules, applied) => ({
    ...rules,
    licenseUrlIn: (answer) => {
      const text = answer.trim();
      if (rules.licenseUrlIn(answer) !== text) applied();
      return text;
    },
  }),
};
