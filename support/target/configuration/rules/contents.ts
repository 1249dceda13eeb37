import { MAX_EXPIRATION_SECONDS, parseExpirationTime, type Content } from '../../../protocol';
import type { KeyPath } from '../key-path';
import { problem, type Rule } from '../rule';
import type { SettingProblem } from '../validate';

export const contentProblems: Rule = ({ sees }) => {
  const { contents = [], registration, unknownContentID } = sees;
  const ids = contents.map((content) => content.contentID);
  const problems = contents.flatMap((content, index) => {
    const path = ['sees', 'contents', index];
    const first = ids.indexOf(content.contentID);
    const twice = problem(
      [...path, 'contentID'],
      `sees.contents[${String(first)}] has the same id.`,
      'each content id once',
    );
    return [...(first === index ? [] : [twice]), ...policyProblems(content, path), ...keyProblems(content, path)];
  });
  if (sees.contents === undefined) {
    if (registration.contentID === undefined) return problems;
    const what = 'sees.contents does not say which titles there are.';
    return [...problems, problem(['sees', 'registration', 'contentID'], what, 'sees.contents with this title in it')];
  }
  if (registration.contentID !== undefined && !ids.includes(registration.contentID)) {
    const what = 'this title is not among sees.contents.';
    problems.push(problem(['sees', 'registration', 'contentID'], what, `one of ${ids.join(', ')}`));
  }
  if (ids.includes(unknownContentID)) {
    problems.push(
      problem(['sees', 'unknownContentID'], 'this title is among sees.contents.', 'an id that SEES does not know'),
    );
  }
  return problems;
};

const POLICY = `+ and seconds from 1 to ${String(MAX_EXPIRATION_SECONDS)}, or a time such as 2030-01-31T12:00:00Z`;

function policyProblems({ expirationTime, expirationForm }: Content, path: KeyPath): SettingProblem[] {
  const time = expirationTime === undefined ? undefined : parseExpirationTime(expirationTime);
  const key = [...path, 'expirationTime'];
  if (expirationTime !== undefined && time === undefined) return [problem(key, 'this is no expirationTime.', POLICY)];
  if (time?.kind === 'relative' && (time.seconds < 1 || time.seconds > MAX_EXPIRATION_SECONDS)) {
    return [problem(key, `${String(time.seconds)} seconds are out of range.`, POLICY)];
  }
  if (expirationForm === 'absolute' && expirationTime === undefined) {
    return [problem(key, 'is missing beside expirationForm.', POLICY)];
  }
  return [];
}

/** FP-TOK: stored keys go by kek with exactly one of kid and ek; which of the two is the business of SEES. */
function keyProblems({ kek, ek, kid }: Content, path: KeyPath): SettingProblem[] {
  if (ek !== undefined && kek === undefined)
    return [problem([...path, 'kek'], 'is missing beside ek.', 'the key that ek is wrapped with')];
  if (kek !== undefined && ek === undefined && kid === undefined) {
    return [problem([...path, 'kek'], 'kek alone names no key.', 'kek with kid or ek')];
  }
  return [];
}

export const authenticatorProblems: Rule = ({ expressplay }) => {
  const { customerAuthenticator, otherAuthenticator } = expressplay;
  if (customerAuthenticator === undefined || customerAuthenticator !== otherAuthenticator) return [];
  const what = 'this is the same as customerAuthenticator.';
  return [problem(['expressplay', 'otherAuthenticator'], what, 'the authenticator of another account or environment')];
};
