import type { Filed } from './filed';

/** The SEES of this profile is somebody else's, behind a URL. */
export function seesIsForeign({ profile, sees }: Filed): boolean {
  return profile === 'end-to-end' || (profile === 'sees' && sees.module === undefined);
}

/** The ExpressPlay of this profile is somebody else's, behind URLs. */
export function expressplayIsForeign({ profile }: Filed): boolean {
  return profile === 'expressplay' || profile === 'end-to-end';
}
