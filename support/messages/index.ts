export { validateEntitlementRequest, validateEntitlementResponse, validateStrictEntitlementRequest } from './validate';
