import { parseDocument, visit, type Document } from 'yaml'

/**
 * Go's YAML knows `\'` between double quotes, which the specification of YAML does not: such texts are read anew, and the complaints about
 * them taken back. Upstream: yaml_parser_scan_flow_scalar of go-yaml.
 */
export function readEscapedQuotes(doc: Document.Parsed, text: string): void {
  const isQuote = ({ code, pos }: Document.Parsed['errors'][number]) => code === 'BAD_DQ_ESCAPE' && text.startsWith("\\'", pos[0])
  const at = doc.errors.filter(isQuote).map(({ pos }) => pos[0])
  if (!at.length) return
  visit(doc, {
    Scalar(_, scalar) {
      const [from, to] = scalar.range ?? [0, 0]
      if (scalar.type === 'QUOTE_DOUBLE' && at.some((offset) => offset > from && offset < to))
        scalar.value = parseDocument(withoutEscapes(text.slice(from, to))).toJS() as unknown
    },
  })
  doc.errors = doc.errors.filter((error) => !isQuote(error))
}

const withoutEscapes = (quoted: string) => quoted.replace(/\\([^])/g, (pair, next: string) => (next === "'" ? next : pair))
