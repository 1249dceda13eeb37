import type { Violation } from '../violation';

export const unboundWithoutRecord: Violation = {
  id: 'unbound-without-record',
  party: 'sees',
  sentence: 'SEES asks for a token without a device where the cookie has none.',
  breaks: ['SEQ-38.unbound', 'SEQ-39.unbound', 'SEES-ERR-09.unbound', 'SEES-ERR-10.unbound'],
  consequences: [
    // The same grant seen as a lacking refusal, and while records stay hidden.
    'SEQ-38.refused',
    'SEQ-39.refused',
    'EP-REC-29',
    'SEQ-40',
    'SEQ-49.unbound',
    'SEQ-49.succeeds',
    'SEES-ERR-09.refused',
    'SEES-ERR-09.calls',
    'SEES-ERR-10.refused',
    'SEES-ERR-10.calls',
    'SEES-ERR-13',
    'EP-REC-10',
    'EP-REC-11.unbound',
    'EP-REC-11.grant',
    'EP-REC-13',
    // The token request of a type 3 request without its device.
    'SEQ-29',
    'EP-REC-07',
    'EP-TOK-18.value',
    'EP-TOK-18.bytes',
    'EP-TOK-19',
  ],
  seesRules: (rules, applied) => ({
    ...rules,
    onNoRecord: (question) => {
      if (rules.onNoRecord(question) !== 'ask-unbound') applied();
      return 'ask-unbound';
    },
  }),
};
