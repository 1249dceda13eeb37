import { ERROR_CODE_PATHS } from './find-error-code';
import type { Readings } from './readings';
import { DEVICE_ID_NAMES } from './token-parameters';

/** What holds where the operator says nothing. */
export const DEFAULT_READINGS: Readings = {
  'requestType.default': 'unspecified',
  'request.stringVersion': 'unspecified',
  'denial.epTokenURL': 'any',
  // BEES-ERR: a refusal is an answer like any other. Only a SHOULD for SEES, whose documents are silent (C-26).
  'denial.status': '200',
  'names.deviceId': DEVICE_ID_NAMES,
  multiDevice: 'latest',
  'cookie.location': 'parameter',
  'expiration.required': [1],
  'deviceBinding.supported': true,
  'license.contentType': 'application/octet-stream',
  'license.body': 'raw',
  'license.response': 'any',
  'license.denyStatuses': ['4xx', '5xx'],
  'errors.jsonPaths': ERROR_CODE_PATHS,
  'errors.httpStatus': {},
};
