export { harOf, type Har } from './har';
export { k6Script, type K6Parts } from './k6';
