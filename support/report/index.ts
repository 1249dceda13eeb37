export { labelArrows, type Arrow, type ArrowFacts, type RequestType } from './arrows';
export type { LabelledExchange } from './described';
export {
  HeldFolder,
  mustBeFolder,
  outputPlaces,
  OutputError,
  prepareOutput,
  writeAtomically,
  type OutputPlaces,
} from './output';
export { sequencePicture, type PictureOptions } from './picture/sequence-picture';
export { createAllureListener, type AllureListenerOptions } from './allure/listener';
export { writeFiles } from './files/write-files';
export { Results, type ResultsOptions } from './results/listener';
export { serveResults } from './results/serve-results';
export { ResultsWriter, type ResultsWriterOptions } from './results/writer';
export type { ThreadData } from './results/messages';
export { joinResults } from './allure/join-results';
export { CONFORMANCE_SCHEMA, conformanceJson, conformanceProblems } from './files/conformance-file';
export { canonical } from './evidence/parts';
export { compareReports, unwaived, type Change, type Comparison } from './evidence/compare';
export { comparisonMarkdown } from './evidence/comparison-markdown';
export { signReport } from './evidence/sign';
export { fingerprintOf, KeyError, readSigningKey, readVerificationKey } from './evidence/signing-key';
export { verifyReport, type Verification } from './evidence/verify';
export { badgeJson } from './files/badge';
export { junitXml } from './files/junit';
export { reproduce, summaryMarkdown } from './files/summary';
export { createTerminalListener, type TerminalListenerOptions, type TerminalStream } from './terminal/listener';
export { createProgress } from './terminal/selftest-progress';
export { renderReport, type RenderOptions, type RenderResult } from './render/render-report';
export type { RendererChoice, RendererName } from './render/renderer';
