import type { editor } from 'monaco-editor/editor'
import type { ErrorLine, Glyph, StatusLine } from './editorHandle'

/** px heights of a status line and of an error sentence. */
const heights = { status: 26, error: 28 }

interface Zone {
  id: string
  key: string
  node: HTMLElement
  drawn: string
}

interface Wanted {
  /** Says which zone this is: zones of equal keys are redrawn in place. */
  key: string
  after: number
  height: number
  /** What is to be seen, as text to compare with what was drawn last. */
  look: string
  draw(node: HTMLElement): void
}

/** The lines between the lines of the file shown: status above each document, sentences under what is wrong. */
export interface Zones {
  /** Shows these, moving and making only what changed. */
  show(status: readonly StatusLine[], errors: readonly ErrorLine[]): void
  /** Forgets everything: Monaco drops all zones of its own when the model changes. */
  forget(): void
}

/** Keeps the zones of one editor. They live in the margin, the one part that does not scroll sideways, and run out over the text. */
export function createZones(host: editor.ICodeEditor, glyph: Glyph): Zones {
  let zones: Zone[] = []

  function rebuild(wanted: readonly Wanted[]): void {
    host.changeViewZones((accessor) => {
      for (const zone of zones) accessor.removeZone(zone.id)
      zones = wanted.map(({ key, after, height, look, draw }) => {
        const node = document.createElement('div')
        draw(node)
        const id = accessor.addZone({
          afterLineNumber: after,
          heightInPx: height,
          domNode: document.createElement('div'),
          marginDomNode: node,
        })
        return { id, key, node, drawn: look }
      })
    })
  }

  function redraw(wanted: readonly Wanted[]): void {
    wanted.forEach(({ look, draw }, index) => {
      const zone = zones[index]
      if (!zone || zone.drawn === look) return
      zone.node.replaceChildren()
      draw(zone.node)
      zone.drawn = look
    })
  }

  return {
    show(status, errors) {
      const last = host.getModel()?.getLineCount() ?? 0
      const wanted = [...status.map((line) => statusZone(line, glyph)), ...errors.map((line) => errorZone(line, glyph))].filter(
        ({ after }) => after >= 0 && after <= last,
      )
      const same = wanted.length === zones.length && wanted.every(({ key }, index) => zones[index]?.key === key)
      if (same) redraw(wanted)
      else rebuild(wanted)
    },
    forget() {
      host.changeViewZones((accessor) => zones.forEach(({ id }) => accessor.removeZone(id)))
      zones = []
    },
  }
}

function statusZone({ line, state, hue, title, text }: StatusLine, glyph: Glyph): Wanted {
  return {
    key: `status ${line}`,
    after: line - 1,
    height: heights.status,
    look: [state, hue, title, text].join('\n'),
    draw(node) {
      node.className = 'kub-zone kub-status'
      const name = document.createElement('b')
      name.textContent = title
      node.append(drawGlyph(glyph(state, safeHue(hue))), words(name, text ? ` · ${text}` : ''))
    },
  }
}

function errorZone({ line, text }: ErrorLine, glyph: Glyph): Wanted {
  return {
    key: `error ${line}`,
    after: line,
    height: heights.error,
    look: text,
    draw(node) {
      node.className = 'kub-zone kub-error'
      node.append(drawGlyph(glyph('crash', 'trouble')), words(text))
    },
  }
}

function words(...parts: (Node | string)[]): HTMLElement {
  const node = document.createElement('span')
  node.append(...parts)
  return node
}

/** The only markup made here: an SVG of our own painter, which is given nothing but a known state and a checked hue. */
function drawGlyph(svg: string): HTMLElement {
  const node = document.createElement('i')
  node.append(document.importNode(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement, true))
  return node
}

/** A hue may come out of a shared link; only a token name or a hex colour gets through. */
const safeHue = (hue: string): string => (/^([a-z]+|#[0-9a-f]{3,8})$/i.test(hue) ? hue : 'mute')
