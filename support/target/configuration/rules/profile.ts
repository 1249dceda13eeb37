import type { Profile } from '../../target';
import type { Filed } from '../filed';
import { getIn, type KeyPath } from '../key-path';
import { expressplayIsForeign, seesIsForeign } from '../roles';
import { problem, type Rule } from '../rule';
import type { SettingProblem } from '../validate';

/** Which profiles make anything of a setting that names who is under test. */
const USERS: readonly [key: KeyPath, profiles: readonly Profile[]][] = [
  [
    ['sees', 'url'],
    ['sees', 'end-to-end'],
  ],
  [
    ['sees', 'module'],
    ['stub', 'sees'],
  ],
  [
    ['expressplay', 'tokenUrl'],
    ['expressplay', 'end-to-end'],
  ],
  [
    ['expressplay', 'recordUrl'],
    ['expressplay', 'end-to-end'],
  ],
];

/** Settings without which a profile has nobody to test. */
const NEEDED: Readonly<Record<Profile, readonly KeyPath[]>> = {
  stub: [],
  sees: [
    ['sees', 'url'],
    ['expressplay', 'customerAuthenticator'],
  ],
  expressplay: [
    ['expressplay', 'tokenUrl'],
    ['expressplay', 'recordUrl'],
    ['expressplay', 'customerAuthenticator'],
  ],
  'end-to-end': [
    ['sees', 'url'],
    ['expressplay', 'tokenUrl'],
    ['expressplay', 'recordUrl'],
  ],
};

/** A file may be shared by several profiles; a run that would quietly test somebody else than was named may not happen. */
export const useProblems: Rule = (filed, context) =>
  USERS.flatMap(([key, profiles]) => {
    const meant = !context.isSet(['profile']) || context.isSetOutside(key);
    if (!context.isSet(key) || profiles.includes(filed.profile) || !meant) return [];
    const what = `profile ${filed.profile} makes no use of it.`;
    return [problem(key, what, `profile: ${profiles.join(' or ')}`)];
  });

export const needProblems: Rule = (filed) => {
  const { profile, sees } = filed;
  if (profile === 'sees' && sees.module !== undefined) {
    if (sees.url === undefined) return [];
    return [problem(['sees', 'module'], 'sees.url names a SEES under test as well.', 'either sees.url or sees.module')];
  }
  const problems = NEEDED[profile]
    .filter((key) => getIn(filed, key) === undefined)
    .map((key) => problem(key, `is missing; profile ${profile} needs it.`, rightFormOf(key)));
  return seesIsForeign(filed) && sees.contents === undefined
    ? [...problems, problem(['sees', 'contents'], `is missing; profile ${profile} needs it.`, CONTENTS)]
    : problems;
};

const CONTENTS = 'the titles that the SEES under test knows, each with contentID, contentKey and iv';

function rightFormOf(key: KeyPath): string {
  return key.at(-1) === 'customerAuthenticator'
    ? 'the authenticator with which SEES calls ExpressPlay'
    : 'an absolute http or https URL';
}

/** Settings that only some profiles can follow. */
export const modeProblems: Rule = (filed, context) => [
  ...nonceProblems(filed),
  ...timeProblems(filed),
  ...hostingProblems(filed, context.isSet(['hosting'])),
];

function nonceProblems({ nonce, profile, shard }: Filed): SettingProblem[] {
  // The shards of one run have to share a nonce; that it is another one for the next run is up to who deals it out.
  if (nonce === undefined || profile === 'stub' || shard !== undefined) return [];
  const what = `profile ${profile} would meet the bindings of an earlier run.`;
  return [problem(['nonce'], what, 'no nonce (each run makes its own), profile: stub, or a shard of several')];
}

function timeProblems(filed: Filed): SettingProblem[] {
  if (filed.time.mode !== 'virtual') return [];
  const foreign = expressplayIsForeign(filed) ? 'ExpressPlay' : seesIsForeign(filed) ? 'SEES' : undefined;
  if (foreign === undefined) return [];
  return [problem(['time', 'mode'], `virtual time cannot move the clock of the ${foreign} under test.`, 'real')];
}

function hostingProblems(filed: Filed, isSet: boolean): SettingProblem[] {
  if (isSet && filed.sees.module !== undefined && filed.hosting === 'direct' && filed.profile !== 'expressplay') {
    const what = 'a module calls by http, axios or fetch, which nothing but nock or a port can answer.';
    return [problem(['hosting'], what, 'nock or port')];
  }
  if (!isSet || filed.profile !== 'sees' || !seesIsForeign(filed) || filed.hosting === 'port') return [];
  const what = `a SEES in another process cannot call an ExpressPlay that is hosted by ${filed.hosting ?? ''}.`;
  return [problem(['hosting'], what, 'port')];
}
