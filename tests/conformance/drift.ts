/**
 * Messages that were reworded between 1.20, where the facts were recorded, and 1.36, which we speak: new words, then old.
 * Values and field paths around them did not change.
 */
const reworded: [string, string][] = [
  ['must contain at least one letter (a-z)', 'must contain at least one letter or number (a-z, 0-9)'],
  [
    'must not contain dots',
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  ],
  ['expected: in, notin, =, ==, !=, gt, lt', "expected: '=', '!=', '==', 'in', notin'"],
  ['Too long: may not be more than', 'Too long: must have at most'],
  ['a valid label key must consist of', 'a qualified name must consist of'],
]

/** One of our messages as 1.20 put it, for comparing with what was recorded then. */
export const asOf120 = (message: string) => reworded.reduce((text, [now, then]) => text.replaceAll(now, then), message)
