/** More than this nobody writes into an address. */
export const caps = { lines: 20, letters: 2000 } as const

/**
 * The commands in a text, each as its words: apart by `;`, `&&` or a new line, words as a shell takes them, with quotes and backslashes. A
 * leading `kubectl` is left out. Never throws: a quote that is not closed ends with the text.
 */
export function linesOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]]
  let word: string | null = null
  const endWord = (): void => {
    if (word !== null) lines.at(-1)!.push(word)
    word = null
  }
  for (const [piece, escaped, single, double] of text.matchAll(token)) {
    if (/^(;|\n|&&)$/.test(piece)) {
      endWord()
      lines.push([])
    } else if (/^\s$/.test(piece)) endWord()
    else word = (word ?? '') + (escaped ?? single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? piece)
  }
  endWord()
  return lines.map((line) => (line[0] === 'kubectl' ? line.slice(1) : line)).filter(({ length }) => length)
}

const token = /&&|\\([^])|'([^']*)'?|"((?:\\[^]|[^"\\])*)"?|[^]/g
