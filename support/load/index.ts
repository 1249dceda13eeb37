export { Load } from './load';
export { judgeLoad } from './judgement';
export { loadJson, loadLines, type LoadAbout } from './load-report';
export { twinsAmong } from './twins';
