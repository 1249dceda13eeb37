/** A JSON schema of an object that says no more than the types of some fields, and which of them have to be there. */
export interface FlatSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, { readonly type: FieldType | readonly FieldType[] }>>;
  readonly required: readonly string[];
}

type FieldType = 'string' | 'integer' | 'boolean' | 'null';

/** Whether a value is valid; own properties count, as in every reading of a message. Never throws. */
export function fits({ properties, required }: FlatSchema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  if (!required.every((name) => fields.has(name))) return false;
  return Object.entries(properties).every(([name, { type }]) => {
    if (!fields.has(name)) return true;
    return typeof type === 'string' ? isOf(type, fields.get(name)) : type.some((one) => isOf(one, fields.get(name)));
  });
}

function isOf(type: FieldType, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return type === 'null' ? value === null : typeof value === type;
}
