import assert from 'node:assert/strict';
import type { EntitlementStimulus, Exchange } from '../../../exchange';
import type { Known } from '../../check';
import type { Finding } from '../../finding';
import { knownWith, type Story } from '../../reading/testing/story';
import { REQUEST } from '../index';

/** For specs: the verdicts of one check on a story. */
export function verdictsOf(id: string, story: Story, known: Known = knownWith()): Finding['verdict'][] {
  const check = REQUEST.find((candidate) => candidate.id === id);
  assert.ok(check, `${id} is no check of this family`);
  return check.judge(story.journal, known).map(({ verdict }) => verdict);
}

/** A valid request that SEES grants. */
export function twin(story: Story, stimulus: Partial<EntitlementStimulus> = {}): Exchange {
  const exchange = story.ask(stimulus);
  story.grant(exchange);
  return exchange;
}

/** A request with one thing wrong; SEES has not answered yet. */
export function flawed(story: Story, id: string, stimulus: Partial<EntitlementStimulus> = {}): Exchange {
  return story.ask({ valid: false, flaw: { id, sentence: `it is ${id}` }, ...stimulus });
}
