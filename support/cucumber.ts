import builder from '@cucumber/cucumber/lib/support_code_library_builder/index';

// What steps and hooks take from cucumber, from where its index has it: the index loads cucumber's whole command line too,
// 120 modules that a run does without. Whoever imports the index itself registers with the same builder.
export { default as World } from '@cucumber/cucumber/lib/support_code_library_builder/world';
export type { DataTable } from '@cucumber/cucumber';

export const {
  After,
  Before,
  BeforeAll,
  defineParameterType,
  Given,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setWorldConstructor,
  Then,
  When,
} = builder.methods;
