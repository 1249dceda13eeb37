/** An HTTP status has the form that an operator wrote: `401`, `4xx`, `50x`. */
export function fitsStatus(status: number, form: string): boolean {
  return new RegExp(`^${form.replaceAll('x', '\\d')}$`).test(String(status));
}
