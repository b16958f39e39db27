/** A piece of a line of YAML and the class that colours it: key, string, number, comment, mark. */
export type Piece = readonly [kind: '' | 'yk' | 'ys' | 'yn' | 'yc' | 'yd', text: string]

const scalar = (text: string): Piece => [
  /^[+-]?\d+(\.\d+)?([mkMGTPE]|[KMGTPE]i)?$|^(true|false|null|~)$/.test(text) ? 'yn' : 'ys',
  text,
]
const token =
  /("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([{}[\],])|([^\s{}[\],:"']+)(?=:(?:\s|$))|([^\s{}[\],:"'][^{}[\],]*?)(?=\s*(?:[{}[\],]|$))|(\s+|:)/g

/** Colours one line well enough for text that nobody is editing in the real editor; joined again the pieces are the line. */
export function highlightLine(line: string): Piece[] {
  if (/^(---|\.\.\.)/.test(line)) return [['yd', line]]
  const comment = /(^|\s)#/.exec(line)
  const code = comment ? line.slice(0, comment.index) : line
  const pieces: Piece[] = []
  const head = /^(\s*(?:- )*)(?:([^\s"'{}[\]#&*!|>-][^:{}[\]]*|"[^"]*"|'[^']*')(:)(?=\s|$))?/.exec(code)
  const [lead = '', indent = '', key, colon] = head ?? []
  if (indent) pieces.push(['', indent])
  if (key !== undefined && colon) pieces.push(['yk', key], ['', colon])
  const rest = code.slice(lead.length)
  const value = rest.trim()
  if (/^[{[]/.test(value)) pieces.push(...flow(rest))
  else if (value) {
    const at = rest.indexOf(value)
    if (at) pieces.push(['', rest.slice(0, at)])
    pieces.push(scalar(value))
    if (at + value.length < rest.length) pieces.push(['', rest.slice(at + value.length)])
  } else if (rest) pieces.push(['', rest])
  if (comment) pieces.push(['yc', line.slice(comment.index)])
  return pieces
}

function flow(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(token)) {
    if (match.index > end) pieces.push(['', text.slice(end, match.index)])
    end = match.index + match[0].length
    if (match[3] !== undefined) pieces.push(['yk', match[0]])
    else if (match[1] !== undefined) pieces.push(['ys', match[0]])
    else if (match[4] !== undefined) pieces.push(scalar(match[0]))
    else pieces.push(['', match[0]])
  }
  if (end < text.length) pieces.push(['', text.slice(end)])
  return pieces
}
