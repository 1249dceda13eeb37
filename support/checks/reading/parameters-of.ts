import type { Exchange, HttpRequest } from '../../exchange';
import { parseParameters, queryOf, type Parameter } from '../../protocol';
import { mediaType } from './media-type';
import { rememberedFor } from './remembered';

/** The parameters of a token or record request, however they traveled. */
export interface RequestParameters {
  /** In their order: those of the query, then those of the form. */
  readonly list: readonly Parameter[];
  /** Decoded value of the first one of that name. */
  get(name: string): string | undefined;
  /** Every one of that name, with its raw text. Names are case-sensitive (EP-IT). */
  all(name: string): readonly Parameter[];
  /** False where a POST came with a body that is no form (EP-TOK-02), so that nothing can be said of its parameters. */
  readonly readable: boolean;
}

const FORM = 'application/x-www-form-urlencoded';

/** Query of a GET, form of a POST; both where a POST has a query too. Never throws. */
export function parametersOf(exchange: Exchange): RequestParameters {
  return read(exchange.request);
}

const read = rememberedFor((request: HttpRequest): RequestParameters => {
  const query = parseParameters(queryOf(request.url));
  const carriesForm = request.method.toUpperCase() !== 'GET' && request.body.length > 0;
  // Without a content type the body is still read as a form: only EP-TOK-02 minds.
  const isForm = ['', FORM].includes(mediaType(request.headers));
  const form = carriesForm && isForm ? parseParameters(withoutLeadingMark(request.body.toString('utf8'))) : [];
  const list = form.length === 0 ? query : [...query, ...form];
  const byName = new Map<string, Parameter[]>();
  for (const parameter of list) {
    const namesakes = byName.get(parameter.name);
    if (namesakes === undefined) byName.set(parameter.name, [parameter]);
    else namesakes.push(parameter);
  }
  return {
    list,
    get: (name) => byName.get(name)?.[0]?.value,
    all: (name) => byName.get(name) ?? [],
    readable: !carriesForm || isForm,
  };
});

/** parseParameters skips one leading `?`, which in a form is a character like any other. */
function withoutLeadingMark(form: string): string {
  return form.startsWith('?') ? `?${form}` : form;
}

/** Path of a request URL exactly as it was sent: no normalizing, no decoding. */
export function pathOf(url: string): string {
  const afterAuthority = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(url)?.[1] ?? url;
  return afterAuthority.split(/[?#]/, 1)[0] ?? '';
}
