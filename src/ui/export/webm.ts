/** One encoded picture of a film. */
export interface FilmFrame {
  readonly data: Uint8Array
  /** Ms from the film's beginning. */
  readonly at: number
  /** It can be shown without the ones before. */
  readonly isKey: boolean
}

export interface FilmFormat {
  /** Matroska's name of the codec. */
  readonly codec: 'V_VP8' | 'V_VP9'
  readonly width: number
  readonly height: number
  /** Ms of the whole film. */
  readonly duration: number
  readonly title: string
}

type Bytes = Uint8Array<ArrayBuffer>
type Part = Bytes | readonly Part[]

/** Elements of Matroska by the names of its specification (RFC 9559). */
const ids = {
  EBML: 0x1a45dfa3,
  EBMLVersion: 0x4286,
  EBMLReadVersion: 0x42f7,
  EBMLMaxIDLength: 0x42f2,
  EBMLMaxSizeLength: 0x42f3,
  DocType: 0x4282,
  DocTypeVersion: 0x4287,
  DocTypeReadVersion: 0x4285,
  Segment: 0x18538067,
  Info: 0x1549a966,
  TimestampScale: 0x2ad7b1,
  Duration: 0x4489,
  Title: 0x7ba9,
  MuxingApp: 0x4d80,
  WritingApp: 0x5741,
  Tracks: 0x1654ae6b,
  TrackEntry: 0xae,
  TrackNumber: 0xd7,
  TrackUID: 0x73c5,
  TrackType: 0x83,
  FlagLacing: 0x9c,
  CodecID: 0x86,
  Video: 0xe0,
  PixelWidth: 0xb0,
  PixelHeight: 0xba,
  Cues: 0x1c53bb6b,
  CuePoint: 0xbb,
  CueTime: 0xb3,
  CueTrackPositions: 0xb7,
  CueTrack: 0xf7,
  CueClusterPosition: 0xf1,
  Cluster: 0x1f43b675,
  Timestamp: 0xe7,
  SimpleBlock: 0xa3,
} as const

/**
 * A WebM file of one video track. Its length is written in it and every key frame is listed before the pictures, so that players can go
 * to any moment. The first frame has to be a key frame; at most 32 s may lie between two of them.
 */
export function webm(frames: readonly FilmFrame[], { codec, width, height, duration, title }: FilmFormat): Blob {
  const header = element('EBML', [
    uint('EBMLVersion', 1),
    uint('EBMLReadVersion', 1),
    uint('EBMLMaxIDLength', 4),
    uint('EBMLMaxSizeLength', 8),
    text('DocType', 'webm'),
    uint('DocTypeVersion', 4),
    uint('DocTypeReadVersion', 2),
  ])
  const info = element('Info', [
    uint('TimestampScale', 1_000_000),
    element('Duration', float(duration)),
    text('Title', title),
    text('MuxingApp', 'Kubarium'),
    text('WritingApp', 'Kubarium'),
  ])
  const track = [uint('TrackNumber', 1), uint('TrackUID', 1), uint('TrackType', 1), uint('FlagLacing', 0), text('CodecID', codec)]
  const video = element('Video', [uint('PixelWidth', width), uint('PixelHeight', height)])
  const tracks = element('Tracks', element('TrackEntry', [...track, video]))
  const clusters = clustersOf(frames).map((group) => ({ at: Math.round(group[0]!.at), body: cluster(group) }))
  // The list of key frames is as long whatever it says, so its own length can be known before it is written.
  const before = size(info) + size(tracks) + size(cues(clusters.map(({ at }) => [at, 0])))
  let place = before
  const places = clusters.map(({ at, body }) => {
    const entry = [at, place] as const
    place += size(body)
    return entry
  })
  const segment = element('Segment', [info, tracks, cues(places), clusters.map(({ body }) => body)])
  return new Blob(flat([header, segment]), { type: 'video/webm' })
}

function clustersOf(frames: readonly FilmFrame[]): FilmFrame[][] {
  const groups: FilmFrame[][] = []
  for (const frame of frames) {
    if (frame.isKey || !groups.length) groups.push([frame])
    else groups.at(-1)!.push(frame)
  }
  return groups
}

function cluster(frames: readonly FilmFrame[]): Part {
  const begin = Math.round(frames[0]!.at)
  const blocks = frames.map(({ data, at, isKey }) => {
    const since = Math.round(at) - begin
    // Track 1, time since the cluster's begin, flags.
    return element('SimpleBlock', [Uint8Array.of(0x81, since >> 8, since & 255, isKey ? 0x80 : 0), new Uint8Array(data)])
  })
  return element('Cluster', [uint('Timestamp', begin), ...blocks])
}

const cues = (places: readonly (readonly [number, number])[]): Part =>
  element(
    'Cues',
    places.map(([at, place]) => {
      const position = element('CueTrackPositions', [uint('CueTrack', 1), element('CueClusterPosition', fixed(place))])
      return element('CuePoint', [element('CueTime', fixed(at)), position])
    }),
  )

const element = (name: keyof typeof ids, body: Part): Part => [bare(ids[name]), lengthOf(size(body)), body]

const uint = (name: keyof typeof ids, value: number): Part => element(name, bare(value))

const text = (name: keyof typeof ids, value: string): Part => element(name, new TextEncoder().encode(value))

/** A number in as few bytes as hold it. */
function bare(value: number): Bytes {
  const bytes = [value & 255]
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 255)
  return Uint8Array.from(bytes)
}

function fixed(value: number): Bytes {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

function float(value: number): Bytes {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return bytes
}

/** A length in eight bytes, the first of which says so. */
function lengthOf(value: number): Bytes {
  const bytes = fixed(value)
  bytes[0] = 1
  return bytes
}

const size = (part: Part): number => (part instanceof Uint8Array ? part.length : part.reduce((sum, one) => sum + size(one), 0))

const flat = (part: Part): Bytes[] => (part instanceof Uint8Array ? [part] : part.flatMap(flat))
