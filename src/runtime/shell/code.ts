import type { Word } from './lex'

/** Where what is printed goes to, or where what is read comes from. */
export interface Redirect {
  /** 0 what it reads, 1 what it prints, 2 its complaints, undefined both of the latter. */
  readonly fd: number | undefined
  readonly op: 'write' | 'append' | 'read' | 'text' | 'dup'
  readonly word: Word
}

/** One command of a pipe: its words, arrays that it sets, its redirections. */
export interface Simple {
  readonly words: readonly Word[]
  readonly arrays?: readonly { readonly name: string; readonly items: readonly Word[] }[]
  readonly redirects?: readonly Redirect[]
}

/** A script as instructions, so that a running one is a counter and some variables: plain data. Jumps are absolute. */
export type Instruction =
  | { readonly op: 'run'; readonly pipe: readonly Simple[]; readonly tested: boolean; readonly background?: boolean }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'jumpIf'; readonly ok: boolean; readonly to: number }
  | { readonly op: 'status'; readonly value: number }
  | { readonly op: 'not' }
  | { readonly op: 'each'; readonly words: readonly Word[] }
  | { readonly op: 'next'; readonly variable: string; readonly done: number }
  | { readonly op: 'drop' }
  /** Of `case`: goes on behind it unless a pattern fits. */
  | { readonly op: 'unless'; readonly word: Word; readonly patterns: readonly Word[]; readonly to: number }
  /** The body of a function begins behind it, and ends before `to`. */
  | { readonly op: 'define'; readonly name: string; readonly to: number }
  | { readonly op: 'return' }
  /** A subshell begins, which ends at `to`: its variables are its own. */
  | { readonly op: 'sub'; readonly to: number }
  | { readonly op: 'endSub' }
  /** Redirections of what follows until `close`; `piped`: what it prints is kept for the next part of a pipe, which begins with `pass`. */
  | { readonly op: 'open'; readonly redirects: readonly Redirect[]; readonly piped: boolean }
  | { readonly op: 'pass'; readonly piped: boolean }
  | { readonly op: 'close' }
  /** A loop that runs beside the rest of the script, of which nothing is seen. */
  | { readonly op: 'aside' }

/** Thrown for what the tiny shell cannot read. */
export class ShellSyntaxError extends Error {}
