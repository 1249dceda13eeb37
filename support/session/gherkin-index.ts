import type { Examples, GherkinDocument, Pickle, Scenario as GherkinScenario, Step } from '@cucumber/messages';
import type { PlannedScenario } from '../verdict';

interface Place {
  readonly uri: string;
  readonly feature: string;
  readonly featureDescription: string;
  readonly rule: string;
  readonly ruleDescription: string;
  readonly scenario: GherkinScenario;
}

const REQUIREMENT = /^@((?:SEES|EP|SEQ)-[A-Z0-9-]*\d+)$/;

/** Finds what a pickle no longer says: its feature, rule, keywords and the row it came from. */
export class GherkinIndex {
  readonly #places = new Map<string, Place>();
  readonly #steps = new Map<string, Step>();
  readonly #rows = new Map<string, { line: number; values: Record<string, string> }>();
  /** Which of those with the same name in the same file a scenario or row is, from 1 on. */
  readonly #turns = new Map<string, number>();
  readonly #namesakes = new Map<string, number>();

  add(document: GherkinDocument): void {
    const { feature } = document;
    if (feature === undefined) return;
    // Scenarios may be played one by one, and then their file is read again for each of them.
    this.#namesakes.clear();
    const top = { uri: document.uri ?? '', feature: feature.name, featureDescription: tidy(feature.description) };
    for (const child of feature.children) {
      this.#learnSteps(child.background?.steps);
      if (child.scenario !== undefined)
        this.#scenario({ ...top, rule: '', ruleDescription: '', scenario: child.scenario });
      for (const inner of child.rule?.children ?? []) {
        this.#learnSteps(inner.background?.steps);
        if (inner.scenario === undefined) continue;
        this.#scenario({
          ...top,
          rule: child.rule?.name ?? '',
          ruleDescription: tidy(child.rule?.description ?? ''),
          scenario: inner.scenario,
        });
      }
    }
  }

  plan(pickle: Pickle): PlannedScenario {
    const [scenarioId, rowId] = pickle.astNodeIds;
    const place = scenarioId === undefined ? undefined : this.#places.get(scenarioId);
    const row = rowId === undefined ? undefined : this.#rows.get(rowId);
    const tags = pickle.tags.map((tag) => tag.name);
    const parameters = row?.values ?? {};
    const turn = this.#turns.get(rowId ?? scenarioId ?? '') ?? 1;
    const name = nameOf(pickle, place?.scenario.name ?? '', parameters) + (turn === 1 ? '' : ` #${String(turn)}`);
    return {
      id: `${pickle.uri.replaceAll('\\', '/')}#${name}`,
      pickleId: pickle.id,
      uri: pickle.uri.replaceAll('\\', '/'),
      line: row?.line ?? place?.scenario.location.line ?? 0,
      name,
      feature: place?.feature ?? '',
      featureDescription: place?.featureDescription ?? '',
      rule: place?.rule ?? '',
      ruleDescription: place?.ruleDescription ?? '',
      requirements: [...new Set(tags.flatMap((tag) => REQUIREMENT.exec(tag)?.[1] ?? []))],
      tags: tags.filter((tag) => !REQUIREMENT.test(tag)).map((tag) => tag.slice(1)),
      parameters,
      steps: pickle.steps.map((step) => ({
        id: step.id,
        text: `${this.#steps.get(step.astNodeIds[0] ?? '')?.keyword ?? ''}${step.text}`,
      })),
    };
  }

  #scenario(place: Place): void {
    this.#places.set(place.scenario.id, place);
    this.#learnSteps(place.scenario.steps);
    const key = `${place.uri}#${place.scenario.name}`;
    this.#count(place.scenario.id, key);
    for (const examples of place.scenario.examples) this.#examples(examples, key);
  }

  #examples(examples: Examples, key: string): void {
    const names = examples.tableHeader?.cells.map((cell) => cell.value) ?? [];
    for (const row of examples.tableBody) {
      const values = Object.fromEntries(names.map((name, index) => [name, row.cells[index]?.value ?? '']));
      this.#rows.set(row.id, { line: row.location.line, values });
      this.#count(row.id, JSON.stringify([key, Object.values(values)]));
    }
  }

  #count(id: string, key: string): void {
    const turn = (this.#namesakes.get(key) ?? 0) + 1;
    this.#namesakes.set(key, turn);
    this.#turns.set(id, turn);
  }

  #learnSteps(steps: readonly Step[] | undefined): void {
    for (const step of steps ?? []) this.#steps.set(step.id, step);
  }
}

/** The name that the row was put into, with the row's values behind it where the name alone does not tell the rows apart. */
function nameOf(pickle: Pickle, template: string, parameters: Readonly<Record<string, string>>): string {
  const told = Object.keys(parameters).every((column) => template.includes(`<${column}>`));
  return told ? pickle.name : `${pickle.name} (${Object.values(parameters).join(', ')})`;
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
