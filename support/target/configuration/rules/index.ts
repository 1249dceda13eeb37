import type { Rule } from '../rule';
import { authenticatorProblems, contentProblems } from './contents';
import { deviceProblems } from './devices';
import { fileProblems } from './files';
import { modeProblems, needProblems, useProblems } from './profile';
import { selectionProblems } from './selection';
import { tlsProblems, urlProblems } from './urls';

/** In the order in which an operator wants to be told. */
export const RULES: readonly Rule[] = [
  useProblems,
  needProblems,
  modeProblems,
  urlProblems,
  tlsProblems,
  contentProblems,
  authenticatorProblems,
  deviceProblems,
  fileProblems,
  selectionProblems,
];
