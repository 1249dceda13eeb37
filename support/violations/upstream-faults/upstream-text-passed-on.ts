import type { Violation } from '../violation';

export const upstreamTextPassedOn: Violation = {
  id: 'upstream-text-passed-on',
  party: 'sees',
  sentence: 'SEES passes the error text of ExpressPlay on to the client.',
  breaks: ['SEES-ERR-15', 'SEES-SEC-01', 'SEES-SEC-02'],
  consequences: ['SEES-RES-06'],
  seesRules: (rules, applied) => ({
    ...rules,
    errorText: (own, answer) => {
      if (answer.trim() !== '') applied();
      return answer.trim() === '' ? rules.errorText(own, answer) : answer;
    },
  }),
};
