import { fillText } from '../../scene/say'
import type { Language } from '../i18n/say'

/** What exporting says, in both languages; read on first use, for most visitors never export. */
const texts = {
  'export.lead': {
    en: 'What is shown now, as files. They are made in this browser and sent nowhere.',
    ko: '지금 보이는 것을 파일로 저장합니다. 파일은 이 브라우저 안에서 만들고 어디에도 보내지 않습니다.',
  },
  'export.picture': { en: 'Picture', ko: '그림' },
  'export.pictureWhy': {
    en: 'The stage: PNG as you see it now, SVG the whole of it, sharp at any size.',
    ko: '무대를 저장합니다. PNG는 지금 보이는 그대로, SVG는 전체를 어떤 크기에서도 선명하게 담습니다.',
  },
  'export.yaml': { en: 'YAML of the cluster', ko: '클러스터의 YAML' },
  'export.yamlWhy': {
    en: 'Every object that you wrote and what came of it, with its status, as kubectl get -o yaml prints it.',
    ko: '직접 쓴 오브젝트와 거기서 생긴 오브젝트를 상태까지 모두, kubectl get -o yaml이 출력하는 형식으로 담습니다.',
  },
  'export.events': { en: 'Events', ko: 'Event 기록' },
  'export.eventsWhy': {
    en: 'What the cluster told of itself, line by line as kubectl get events prints it, with what was said here of it.',
    ko: '클러스터가 남긴 Event를 kubectl get events처럼 한 줄씩, 화면의 설명과 함께 시간순으로 담습니다.',
  },
  'export.head': { en: '{title}: Events up to {clock}', ko: '{title}: {clock}까지의 Event' },
  'export.film': { en: 'Video', ko: '영상' },
  'export.filmWhy': {
    en: 'A stretch of the timeline as WebM. Each frame is drawn at its own moment, so it is smooth on a slow machine too.',
    ko: '타임라인의 한 구간을 WebM으로 저장합니다. 프레임마다 제 시각에 맞춰 그리므로 느린 컴퓨터에서도 매끄럽습니다.',
  },
  'export.from': { en: 'From', ko: '시작' },
  'export.to': { en: 'To', ko: '끝' },
  'export.speed': { en: 'Speed', ko: '속도' },
  'export.record': { en: 'Record video', ko: '영상 녹화' },
  'export.cancel': { en: 'Cancel', ko: '취소' },
  'export.length': { en: '{n} s of video.', ko: '영상 {n}초.' },
  'export.recording': { en: 'Recording: {n} %', ko: '녹화 중: {n}%' },
  'export.moment': { en: 'Write both moments as 0:45 or 1:20.5.', ko: '두 시각을 0:45나 1:20.5처럼 적으십시오.' },
  'export.order': { en: 'The end has to come after the beginning.', ko: '끝은 시작보다 뒤여야 합니다.' },
  'export.tooLong': {
    en: 'A video may be {most} s long, and this is {n} s. Choose a shorter stretch or a higher speed.',
    ko: '영상은 {most}초까지 만들 수 있는데 {n}초입니다. 구간을 줄이거나 속도를 높이십시오.',
  },
  'export.noFilm': {
    en: 'This browser cannot encode video here (WebCodecs, over https). Pictures, YAML and Events work.',
    ko: '이 브라우저는 여기서 영상을 만들 수 없습니다(https에서 WebCodecs 필요). 그림, YAML, Event 기록은 저장할 수 있습니다.',
  },
  'export.saved': { en: 'Saved: {name}', ko: '저장했습니다: {name}' },
  'export.failed': { en: 'It could not be made: {why}', ko: '만들지 못했습니다: {why}' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>

export type ExportKey = keyof typeof texts

export const exportTexts: Readonly<Record<ExportKey, Readonly<Record<Language, string>>>> = texts

/** Says a text of exporting in a language. */
export const sayExport = (language: Language, key: ExportKey, values: Readonly<Record<string, string | number>> = {}): string =>
  fillText(texts[key][language], values)
