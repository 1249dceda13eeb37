import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plansOf } from './testing/gherkin';

const FEATURE = `@SEQ-01 @slow
Feature: A feature
  Told on
  two lines.

  Background:
    Given a past

  Scenario: Plain
    When an act
    Then a look

  @SEQ-02 @EP-LIC-06 @SEES-ERR-09 @SEQ-2x @EP-
  Rule: A rule
    Why it is so.

    Background:
      And another past

    @SEQ-02 @SEQ-03
    Scenario Outline: The <form> one
      When <act>
      Then a look

      Examples: some
        | form | act     |
        | old  | an act  |
        | new  | an act  |

      Examples: more
        | form | act     |
        | old  | another |

    Scenario Outline: The old and the new
      When <form>
      Then a look

      Examples:
        | form |
        | old  |
        | new  |
`;

describe('GherkinIndex', () => {
  const [plain, first, second, third, fourth, fifth] = plansOf([FEATURE, 'features\\sub\\a.feature']);

  it('knows feature, rule and their descriptions', () => {
    assert.deepEqual(
      [plain?.feature, plain?.featureDescription, plain?.rule, plain?.ruleDescription],
      ['A feature', 'Told on two lines.', '', ''],
    );
    assert.deepEqual([first?.feature, first?.rule, first?.ruleDescription], ['A feature', 'A rule', 'Why it is so.']);
  });

  it('has the steps of both backgrounds first, each with its keyword', () => {
    assert.deepEqual(
      plain?.steps.map(({ text }) => text),
      ['Given a past', 'When an act', 'Then a look'],
    );
    assert.deepEqual(
      third?.steps.map(({ text }) => text),
      ['Given a past', 'And another past', 'When another', 'Then a look'],
    );
  });

  it('tells requirements from other tags, inherited ones too, each once', () => {
    assert.deepEqual([plain?.requirements, plain?.tags], [['SEQ-01'], ['slow']]);
    assert.deepEqual(first?.requirements, ['SEQ-01', 'SEQ-02', 'EP-LIC-06', 'SEES-ERR-09', 'SEQ-03']);
    assert.deepEqual(first.tags, ['slow', 'SEQ-2x', 'EP-']);
  });

  it('leads back to the row of an outline', () => {
    assert.deepEqual([plain?.line, first?.line, second?.line, third?.line], [9, 27, 28, 32]);
    assert.deepEqual([plain?.parameters, second?.parameters], [{}, { form: 'new', act: 'an act' }]);
  });

  it('names rows apart', () => {
    assert.deepEqual(
      [first, second, third, fourth, fifth].map((plan) => plan?.name),
      [
        'The old one (old, an act)',
        'The new one (new, an act)',
        'The old one (old, another)',
        'The old and the new (old)',
        'The old and the new (new)',
      ],
    );
  });

  it('makes the id of file and name, with slashes on every platform', () => {
    assert.equal(plain?.id, 'features/sub/a.feature#Plain');
    assert.equal(plain.uri, 'features/sub/a.feature');
    assert.equal(second?.id, 'features/sub/a.feature#The new one (new, an act)');
  });

  it('keeps namesakes apart, by their order in the file', () => {
    const twins = `Feature: F
  Rule: One
    Scenario: Twin
      Given a
  Rule: Two
    Scenario: Twin
      Given b
    Scenario Outline: Row <n>
      Given <n>
      Examples:
        | n |
        | 1 |
        | 1 |
        | 2 |
`;
    const ids = (uri: string): string[] => plansOf([twins, uri]).map(({ id }) => id);
    assert.deepEqual(ids('a'), ['a#Twin', 'a#Twin #2', 'a#Row 1', 'a#Row 1 #2', 'a#Row 2']);
    assert.deepEqual(
      plansOf([twins, 'a'], [twins, 'b']).map(({ id }) => id),
      [...ids('a'), ...ids('b')],
    );
  });

  it('gives the same ids when a file is read again', () => {
    const twice = plansOf([FEATURE, 'a'], [FEATURE, 'a']).map(({ id }) => id);
    assert.deepEqual(twice.slice(twice.length / 2), twice.slice(0, twice.length / 2));
  });

  it('makes nothing of a file without a feature', () => {
    assert.deepEqual(plansOf(['# nothing here\n', 'a']), []);
  });
});
