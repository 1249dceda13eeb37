/** An HTTP status has the form that an operator wrote: `401`, `4xx`, `50x`. */
export function fitsStatus(status: number, form: string): boolean {
  const digits = String(status);
  return form.length === digits.length && Array.from(form).every((place, at) => place === 'x' || place === digits[at]);
}
