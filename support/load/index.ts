export { Load, type LoadFacts, type LoadParts } from './load';
export { judgeLoad, LOAD_CHECKS, type LoadCheck, type LoadJudgement } from './judgement';
export { loadJson, loadLines, type LoadAbout } from './load-report';
export { twinsAmong } from './twins';
