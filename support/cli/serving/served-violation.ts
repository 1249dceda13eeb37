import { DEFAULT_DOOR_RULES, type DoorRules } from '../../hosting';
import { findViolation, VIOLATIONS, type Violation } from '../../violations';
import { UsageError } from '../usage-error';

/**
 * The violation of that name, where what is served can show it.
 * @throws {UsageError} otherwise
 */
export function servedViolation(id: string, what: string, tls: string): Violation {
  const violation = findViolation(id);
  if (violation === undefined) {
    const names = VIOLATIONS.map((one) => one.id).join(', ');
    throw new UsageError(`--violation ${id}: there is none of this name. Right: ${names}`);
  }
  const { party } = violation;
  if (what !== 'all' && what !== party) {
    const who = party === 'sees' ? 'SEES' : 'ExpressPlay';
    throw new UsageError(`--violation ${id}: only ${who} can misbehave so. Right: serve ${party}, or serve all`);
  }
  const { shows, speaks, serves } = doorOf(violation);
  if (serves !== DEFAULT_DOOR_RULES.serves && tls !== 'mutual') {
    throw new UsageError(`--violation ${id}: it is about client certificates. Right: --tls mutual`);
  }
  if ((shows !== DEFAULT_DOOR_RULES.shows || speaks !== DEFAULT_DOOR_RULES.speaks) && tls === 'none') {
    throw new UsageError(`--violation ${id}: it is about TLS in front of SEES. Right: --tls mutual or --tls server`);
  }
  return violation;
}

/** How a party meets others under a violation. */
export function doorOf(violation: Violation | undefined): DoorRules {
  return violation?.door?.(DEFAULT_DOOR_RULES, () => undefined) ?? DEFAULT_DOOR_RULES;
}
