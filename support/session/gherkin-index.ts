import type { Examples, GherkinDocument, Pickle, Scenario as GherkinScenario, Step } from '@cucumber/messages';
import type { PlannedScenario } from '../verdict';

interface Place {
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

  add(document: GherkinDocument): void {
    const { feature } = document;
    if (feature === undefined) return;
    const top = { feature: feature.name, featureDescription: tidy(feature.description) };
    for (const child of feature.children) {
      this.#learnSteps(child.background?.steps);
      if (child.scenario !== undefined) this.#scenario({ ...top, rule: '', ruleDescription: '', scenario: child.scenario });
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
    const rowText = Object.values(parameters).join(', ');
    const name = rowText === '' || Object.values(parameters).every((value) => pickle.name.includes(value)) ? pickle.name : `${pickle.name} (${rowText})`;
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
    for (const examples of place.scenario.examples) this.#examples(examples);
  }

  #examples(examples: Examples): void {
    const names = examples.tableHeader?.cells.map((cell) => cell.value) ?? [];
    for (const row of examples.tableBody) {
      const values = Object.fromEntries(names.map((name, index) => [name, row.cells[index]?.value ?? '']));
      this.#rows.set(row.id, { line: row.location.line, values });
    }
  }

  #learnSteps(steps: readonly Step[] | undefined): void {
    for (const step of steps ?? []) this.#steps.set(step.id, step);
  }
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
