/** Which inputs are tried: the same ones every time, unless somebody asks for others or for more. */
export const SEED = whole('SEES_CONFORMANCE_FUZZ_SEED', 20191031);

/** How many times as many inputs as usual. */
export const TIMES = whole('SEES_CONFORMANCE_FUZZ_RUNS', 1);

/** Where answers are garbled, and how many inputs are tried there by default. */
export const INPUTS = {
  scenarios: {
    'SEES to the player': 80,
    'token service to SEES': 60,
    'token service to the harness': 60,
    'record service to SEES': 60,
    'record service to the harness': 40,
    'license service to the player': 80,
  },
  journals: {
    'SEES to the player': 600,
    'token service to SEES': 300,
    'token service to the harness': 300,
    'record service to SEES': 300,
    'record service to the harness': 300,
    'license service to the player': 400,
  },
  sockets: {
    'bytes to the transport': 1200,
    'bytes of a SEES': 12,
    'bytes of a token service': 6,
    'bytes of a record service': 6,
    'bytes of a license service': 6,
  },
} as const;

export type Point = keyof (typeof INPUTS)['scenarios'];

export const POINTS = Object.keys(INPUTS.scenarios) as readonly Point[];

/** Inputs that a run of the fuzz tries by default, by level and place: the same number on every machine. */
export function fuzzInputs(): { readonly total: number; readonly byPlace: Readonly<Record<string, number>> } {
  const byPlace = Object.fromEntries(
    Object.entries(INPUTS).flatMap(([level, places]) =>
      Object.entries(places).map(([place, number]): [string, number] => [`${level}: ${place}`, number]),
    ),
  );
  return { total: Object.values(byPlace).reduce((sum, number) => sum + number, 0), byPlace };
}

function whole(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} is a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
