import { parse, stringify } from 'yaml'

/** A value written as YAML or JSON. Throws Error with the parser's words for what is neither. */
export const parseYaml = (text: string): unknown => parse(text)

/** A value as YAML with its keys in order, as kubectl prints it; without the last line break. */
export const yamlText = (value: unknown): string => stringify(value, { sortMapEntries: true, lineWidth: 0 }).trimEnd()
