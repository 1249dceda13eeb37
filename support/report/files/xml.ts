import { withoutControls } from '../text';

/** Attributes begin with `@`, the rest are elements (a list: one after the other), text is `#text`. */
export interface XmlElement {
  readonly [name: string]: string | XmlElement | readonly XmlElement[];
}

/** An XML 1.0 document, an element a line; characters that XML cannot hold become U+FFFD. */
export function xmlDocument(name: string, root: XmlElement): string {
  // What its types say of `export =` is not so.
  const { default: XMLBuilder } = require('fast-xml-builder') as unknown as {
    default: typeof import('fast-xml-builder');
  };
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
    attributeValueProcessor: (_name, value) => withoutControls(String(value)),
    tagValueProcessor: (_name, value) => withoutControls(String(value)),
  });
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, [name]: root });
}
