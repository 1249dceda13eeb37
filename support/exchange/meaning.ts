import type { OpenedLicense } from './exchange';
import type { Deviation, Flaw, LicenseStimulus, Registration, Stimulus } from './stimulus';

const REGISTRATIONS: Readonly<Record<Registration, string>> = {
  none: 'a cookie that never registered a device',
  unredeemed: 'a cookie whose registration URL nobody redeemed',
  failed: 'a cookie whose registration was refused',
  redeemed: 'a cookie that registered a device',
  delayed: 'a cookie that registered a device, which records do not show yet',
};

const DEVIATIONS: Readonly<Record<Deviation, string>> = {
  none: '',
  'other-device': 'the URL is bound to another device',
  'altered-url': 'the URL is bound to another device and was edited to name this one',
  'changed-hu': 'the device shows another HU than it registered with',
  'similar-id': "the device's id resembles the bound one",
  expired: "after the token's expirationTime",
  'other-device-expired': "from another device, after the token's expirationTime",
  'bad-spc': 'with an SPC that no key server can read',
  'flawed-spc': 'with a body that must get no license',
  'flawed-token': 'with a token that must get no license',
  'flawed-request': 'in a request that differs from the usual one',
};

const REQUEST_TYPES = {
  1: 'time-based access to',
  2: 'device registration with',
  3: 'device-bound access to',
} as const;

/** What the harness meant by a request, as one line in plain words. */
export function meaningOf(stimulus: Stimulus): string {
  const { flow } = stimulus;
  switch (stimulus.kind) {
    case 'entitlement': {
      const parts = [
        `${flow}: ${stimulus.device} asks for ${REQUEST_TYPES[stimulus.requestType]} ${stimulus.contentID}`,
        stimulus.registration === undefined ? '' : `with ${REGISTRATIONS[stimulus.registration]}`,
        otherOwner(stimulus.cookieOwner, stimulus.device),
        stimulus.valid ? '' : `in a request that breaks a rule${flawOf(stimulus)}`,
        twinOf(stimulus),
        stimulus.fault === undefined ? '' : `while ExpressPlay shows: ${stimulus.fault}`,
        stimulus.fault === undefined && stimulus.upstream !== undefined ? `while ${stimulus.upstream.sentence}` : '',
        stimulus.aborted === true ? 'and goes away before the answer' : '',
      ];
      return sentence(parts);
    }
    case 'license':
      return sentence([
        `${flow}: ${stimulus.device} redeems the URL of exchange ${String(stimulus.grant)} for ${stimulus.contentID}`,
        `${DEVIATIONS[stimulus.deviation]}${flawOf(stimulus)}`,
        momentOf(stimulus),
        twinOf(stimulus),
      ]);
    case 'record':
      return sentence([
        `${flow}: the harness asks for the records of ${REGISTRATIONS[stimulus.registration]}${flawOf(stimulus)}`,
        twinOf(stimulus),
      ]);
    case 'token':
      return sentence([`${flow}: ${stimulus.purpose}${flawOf(stimulus)}`, twinOf(stimulus)]);
  }
}

function flawOf({ flaw }: { readonly flaw?: Flaw }): string {
  return flaw === undefined ? '' : `: ${flaw.sentence}`;
}

function twinOf({ twin }: { readonly twin?: number }): string {
  return twin === undefined ? '' : `its valid twin is exchange ${String(twin)}`;
}

/** What came of opening the CKC; never key bytes. */
export function licenseInWords(opened: OpenedLicense): string {
  if (opened.kind === 'defect') return opened.why;
  const lease = opened.leaseSeconds === undefined ? 'none' : `${String(opened.leaseSeconds)} s`;
  const rental = opened.rentalSeconds === undefined ? 'none' : `${String(opened.rentalSeconds)} s`;
  return `opened (${opened.form}), lease ${lease}, rental ${rental}`;
}

function momentOf({ offsetSeconds }: LicenseStimulus): string {
  if (offsetSeconds === undefined) return '';
  if (offsetSeconds === 0) return "at the very second of the token's limit";
  const seconds = `${String(Math.abs(offsetSeconds))} s`;
  return offsetSeconds < 0 ? `${seconds} before the token's limit` : `${seconds} past the token's limit`;
}

function otherOwner(owner: string | undefined, device: string): string {
  return owner === undefined || owner === device ? '' : `which is the cookie of ${owner}`;
}

function sentence(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
