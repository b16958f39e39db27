/** The values of a flag that may be given many times, and the words without it. Values with commas count as several. */
export function repeated(words: readonly string[], name: string, splits = true): { values: string[]; words: string[] } {
  const values: string[] = []
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const value =
      word === `--${name}` ? (words[++i] ?? '') : word.startsWith(`--${name}=`) ? word.slice(name.length + 3) : undefined
    if (value === undefined) rest.push(word)
    else values.push(...(splits ? value.split(',') : [value]))
  }
  return { values, words: rest }
}
