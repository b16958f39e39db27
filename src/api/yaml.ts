import { parse, stringify } from 'yaml'

/** A value written as YAML or JSON. Throws Error with the parser's words for what is neither. */
export const parseYaml = (text: string): unknown => parse(text)

/** Strings that YAML 1.1 would read as something else are quoted, and nothing refers to what stands elsewhere. */
const asKubectl = { version: '1.1', sortMapEntries: true, lineWidth: 0, indentSeq: false, aliasDuplicateObjects: false } as const

/** A value as YAML with its keys in order, as kubectl prints it; without the last line break. */
export const yamlText = (value: unknown): string => stringify(value, asKubectl).trimEnd()
