import type { Simple } from './code'
import { expandOne, type Expansion } from './expand'
import type { Word } from './lex'
import { nc } from './netTools'

const socket = /^\/dev\/(tcp|udp)\/([^/]+)\/(\d+)$/
const nowhere: Word = [{ kind: 'text', text: '/dev/null', quoted: false }]

/** Does a text name a connection as bash opens them, `/dev/tcp/HOST/PORT`? */
export const namesSocket = (text: string): boolean => /\/dev\/(tcp|udp)\//.test(text)

/** Does a redirection of these commands open a connection? */
export const dials = (pipe: readonly Simple[]): boolean =>
  pipe.some(({ redirects }) => redirects?.some(({ word }) => word.some(({ text }) => namesSocket(text))))

/** Opens the connections that redirections name; `rest` are the commands without them, undefined when one could not be opened. */
export function dial(
  pipe: readonly Simple[],
  around: Expansion,
): { readonly rest: readonly Simple[] | undefined; readonly ms: number } {
  if (!dials(pipe)) return { rest: pipe, ms: 0 }
  let ms = 0
  let open = true
  const rest = pipe.map((simple) => ({
    ...simple,
    ...(simple.redirects && {
      redirects: simple.redirects.map((redirect) => {
        const [, protocol, host, port] = socket.exec(expandOne(redirect.word, around)) ?? []
        if (host === undefined || port === undefined) return redirect
        const done = nc([protocol === 'udp' ? '-zu' : '-z', host, port], around.world)
        ms += done.ms ?? 0
        open &&= done.code === 0
        return { ...redirect, word: nowhere }
      }),
    }),
  }))
  return { rest: open ? rest : undefined, ms }
}
