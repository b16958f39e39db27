import type { OpeningOptions, Scenario } from '../scenario'
import type { Session } from '../session.svelte'
import { fromLink } from './codec'
import { Fault, orFault } from './fault'
import { hashOf } from './hash'
import { lookAs, optionsFor, scenarioOf } from './replay'
import { fetchGist, fetchSource, type Brought } from './source'
import { shareTexts } from './texts'

/** What an address asks to be opened. */
export interface Opened {
  readonly scenario: Scenario
  /** How its sender looked at it, when it is a run to see again: before it is shown, and once it is. */
  readonly seen?: {
    options(options: OpeningOptions, search: string): OpeningOptions
    look(session: Session): void
  }
}

/** Opens what the address holds or names: a run in its hash, `?gist=`, `?src=`. Never throws. */
export async function openAddress(address: {
  readonly href: string
  readonly search: string
  readonly hash: string
}): Promise<Opened | Fault> {
  const asked = new URLSearchParams(address.search)
  const [gist, src] = [asked.get('gist'), asked.get('src')]
  if (/^#v\d/.test(address.hash)) return orFault(fromLink(address.hash).then((run) => openBrought({ run }, '')))
  if (gist) return orFault(fetchGist(gist).then((brought) => openBrought(brought, `gist ${gist}`)))
  if (src) return orFault(fetchSource(src, address.href).then((brought) => openBrought(brought, src)))
  return new Fault('fault.notRun')
}

/** What was brought as a scenario. `from` says whence files come. */
export async function openBrought(brought: Brought, from: string): Promise<Opened> {
  if ('run' in brought) {
    const { view } = brought.run
    const options = (asked: OpeningOptions, search: string) => optionsFor(asked, view, search)
    return { scenario: await scenarioOf(brought.run), seen: { options, look: (session) => lookAs(session, view) } }
  }
  const { files } = brought
  const { en, ko } = shareTexts['share.sourceLead']
  const title = files.length === 1 ? files[0]!.name : from.slice(-40)
  const lead = (text: string) => text.replace('{from}', () => from.slice(0, 200))
  return {
    scenario: {
      id: `source:${hashOf(JSON.stringify([from, files]))}`,
      title: { en: title, ko: title },
      lead: { en: lead(en), ko: lead(ko) },
      seed: 1,
      nodes: 3,
      files,
      log: [],
      opensAt: 0,
    },
  }
}
