import type { Violation } from '../violation';

export const cookieOfAnyLength: Violation = {
  id: 'cookie-of-any-length',
  party: 'expressplay',
  sentence: 'ExpressPlay gives a token for a cookie that is longer than the documents allow.',
  breaks: ['EP-TOK-48', 'EP-TOK-54.refused', 'EP-TOK-E2033.refused'],
  // Without a refusal there is no code.
  consequences: ['EP-TOK-E2033.code'],
  expressplayRules: (rules, applied) => ({
    ...rules,
    cookieFits: (cookie) => {
      if (!rules.cookieFits(cookie)) applied();
      return true;
    },
  }),
};
