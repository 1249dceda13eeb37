import type { Need, Requirement } from './requirement';

export type ProfileName = 'stub' | 'sees' | 'expressplay' | 'end-to-end';

interface Sight {
  readonly profile: ProfileName;
  readonly parties: readonly ('sees' | 'expressplay')[];
  /** What no configuration of the profile brings. */
  readonly never: readonly Need[];
}

const SIGHTS: readonly Sight[] = [
  { profile: 'stub', parties: ['sees', 'expressplay'], never: [] },
  { profile: 'sees', parties: ['sees'], never: [] },
  {
    profile: 'expressplay',
    parties: ['expressplay'],
    never: ['faults', 'exact-clock', 'expressplay-tls', 'account-states'],
  },
  {
    profile: 'end-to-end',
    parties: ['sees', 'expressplay'],
    never: ['backend', 'faults', 'exact-clock', 'expressplay-tls', 'account-states'],
  },
];

/** The profiles in which a requirement, or a part of it, can be seen given the right configuration; none for what is only drawn. */
export function profilesOf(
  { party, needs = [] }: Pick<Requirement, 'party' | 'needs'>,
  more: readonly Need[] = [],
): readonly ProfileName[] {
  if (party === 'step') return [];
  const all = [...needs, ...more];
  return SIGHTS.filter(
    ({ parties, never }) => (party === 'both' || parties.includes(party)) && !all.some((need) => never.includes(need)),
  ).map(({ profile }) => profile);
}
