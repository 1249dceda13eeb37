import { Given } from '../support/cucumber';
import type { ConformanceWorld } from '../support/world';

Given('ExpressPlay refuses token requests with a JSON error', function (this: ConformanceWorld) {
  this.breakTokenService('every request');
});

Given('ExpressPlay refuses device restrictions', function (this: ConformanceWorld) {
  this.breakTokenService('device restrictions');
});
