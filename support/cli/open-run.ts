import { RealClock, type Redactor } from '../exchange';
import { loadLedger } from '../ledger';
import { Run, Titles, type RunParts } from '../session';
import { isLoopback, openTarget, redactorOf, type Configuration, type Misbehavior } from '../target';
import { deviceName, spcsOf } from './spcs-of';
import { readWaivers, Waivers, type RunListener, type Waiver } from '../verdict';
import { allowedRedemptions } from './allowed-redemptions';
import { guardWith } from './guard';

/** Clock skew and the way there: added to every real wait. A target on this machine has our clock. */
const TOLERANCE_MS = 2000;
const LOOPBACK_TOLERANCE_MS = 500;
/** A limit further away is not waited for. */
const LONGEST_WAIT_MS = 120_000;

/**
 * Everything a run needs, from its configuration: doubles are started, secrets are known to the redactor.
 * @throws {ConfigurationError} for waivers that are not right
 * @throws {Error} with one sentence where a port or a file is not to be had
 */
export async function openRun(
  configuration: Configuration,
  listeners: readonly RunListener[],
  misbehavior?: Misbehavior,
): Promise<Run> {
  const parts = partsOf(configuration, listeners);
  const target = await openTarget(configuration, misbehavior);
  return new Run({ ...parts, target });
}

/**
 * What a run needs beside its target.
 * @throws {ConfigurationError} for waivers that are not right
 */
export function partsOf(configuration: Configuration, listeners: readonly RunListener[]): Omit<RunParts, 'target'> {
  const ledger = loadLedger();
  const waivers = configuration.waivers === undefined ? [] : readWaivers(configuration.waivers, ledger);
  const wallClock = new RealClock();
  const redactor = redactorOf(configuration);
  const { record } = configuration.expressplay;
  for (const name of [record.fields.deviceId, ...configuration.readings['names.deviceId']]) {
    redactor.learnName('device', name);
  }
  guardWith(redactor);
  return {
    ledger,
    redactor,
    titles: new Titles(configuration.sees.contents, configuration.sees.registration.contentID),
    spcs: spcsOf(configuration, wallClock, redactor),
    deviceIds: deviceIdsOf(configuration),
    timing: {
      toleranceMs: toleranceOf(configuration.expressplay.tokenUrl),
      longestWaitMs: LONGEST_WAIT_MS,
      recordVisibilityMs: configuration.expressplay.record.visibilityMs,
    },
    requirements: configuration.requirement.length > 0 ? new Set(configuration.requirement) : undefined,
    redemptions: allowedRedemptions(configuration),
    seed: configuration.seed,
    nonce: configuration.nonce,
    wallClock,
    listeners,
    waivers: new Waivers(waivers.map(redacted(redactor)), wallClock.now()),
  };
}

/** What people write down about a violation may hold what it gave away. */
function redacted(redactor: Redactor): (waiver: Waiver) => Waiver {
  return (waiver) => ({
    ...waiver,
    owner: redactor.text(waiver.owner),
    reason: redactor.text(waiver.reason),
    issue: redactor.text(waiver.issue),
  });
}

function toleranceOf(tokenUrl: string | undefined): number {
  if (tokenUrl === undefined) return TOLERANCE_MS;
  return isLoopback(tokenUrl) ? LOOPBACK_TOLERANCE_MS : TOLERANCE_MS;
}

/** Ids that devices were given, by the name that scenarios call them by. */
function deviceIdsOf({ devices }: Configuration): ReadonlyMap<string, Buffer> {
  return new Map(
    devices.flatMap(({ spc }, index) =>
      spc.source === 'synthetic' && spc.hu !== undefined ? [[deviceName(index), Buffer.from(spc.hu, 'hex')]] : [],
    ),
  );
}
