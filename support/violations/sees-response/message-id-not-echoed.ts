import type { Violation } from '../violation';

export const messageIdNotEchoed: Violation = {
  id: 'message-id-not-echoed',
  party: 'sees',
  sentence: 'SEES numbers its answers itself instead of repeating the messageID of the request.',
  breaks: ['SEES-RES-01', 'SEQ-51.paired'],
  consequences: [
    'SEES-RES-07',
    'SEES-SEC-05.crossed',
    'SEES-SEC-05.all',
    'SEQ-43.crossed',
    'SEQ-43.all',
    'SEQ-53.crossed',
    'SEQ-53.all',
    'SEES-REQ-01.answer',
  ],
  seesRules: (rules, applied) => {
    let answers = 0;
    return {
      ...rules,
      responseMessageID: (requestMessageID) => {
        answers += 1;
        const own = `00000000-0000-4000-8000-${answers.toString(16).padStart(12, '0')}`;
        if (own !== rules.responseMessageID(requestMessageID)) applied();
        return own;
      },
    };
  },
};
