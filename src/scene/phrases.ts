/** Every text of our own that the stage draws or the outline says, in both languages. Kinds and states of Kubernetes stay English. */
export const stagePhrases = {
  'stage.controllers': { en: 'controller manager', ko: '컨트롤러 매니저' },
  'stage.controllers.hint': { en: 'Each loop watches, compares, then writes once.', ko: '지켜보고 비교한 뒤 한 번씩 씁니다.' },
  'stage.scheduler': { en: 'scheduler', ko: '스케줄러' },
  'stage.queue': { en: 'queue {count}', ko: '대기열 {count}' },
  'stage.queue.empty': { en: 'No Pod to place', ko: '배정할 Pod 없음' },
  'stage.queue.more': { en: '+{count}', ko: '+{count}' },
  'stage.scheduler.hint': { en: 'Filter, then score: best fit wins.', ko: '거른 뒤 점수를 매겨 고릅니다.' },
  'stage.scheduler.fits': { en: '{pod} fits {node}', ko: '{pod} → {node}' },
  'stage.api.hint': { en: 'the only door to the store', ko: '저장소로 가는 유일한 문' },
  'stage.down': { en: 'stopped', ko: '멈춤' },
  'stage.cordoned': { en: 'cordoned', ko: 'cordoned' },
  'stage.silent': { en: 'silent for {seconds} s', ko: '{seconds}초째 응답 없음' },
  'stage.node.NotReady': { en: 'NotReady', ko: 'NotReady' },
  'stage.users': { en: 'users', ko: '사용자' },
  'stage.endpoints': { en: '{count} endpoints', ko: '엔드포인트 {count}개' },
  'stage.endpoint': { en: '1 endpoint', ko: '엔드포인트 1개' },
  'stage.traffic.hint': { en: 'Only pods with an open port get traffic.', ko: '포트가 열린 Pod만 요청을 받습니다.' },
  'stage.traffic.none': { en: '{count} endpoints, none lost.', ko: '엔드포인트 {count}개, 유실 없음' },
  'stage.traffic.lost': { en: '{lost} of {rate} requests lost each second.', ko: '초당 요청 {rate}건 중 {lost}건 유실' },
  'stage.rate': { en: '{rate}/s', ko: '초당 {rate}건' },
  'stage.seconds': { en: '{n}s', ko: '{n}초' },
  'stage.minutes': { en: '{n}m', ko: '{n}분' },
  'stage.word.wanted': { en: 'wanted', ko: '필요함' },
  'stage.word.reserved': { en: 'reserved', ko: '예약됨' },
  'stage.word.pulling': { en: 'Pulling {percent}%', ko: '내려받는 중' },
  'stage.word.creating': { en: 'Creating', ko: '생성 중' },
  'stage.word.notready': { en: 'Not ready', ko: '준비 안 됨' },
  'stage.word.completed': { en: 'Completed', ko: '완료' },
  'stage.word.exit': { en: '{status}, exit {code}', ko: '{status}, 코드 {code}' },
  'stage.reason.full': { en: '{resource} full', ko: '{resource} 부족' },
  'stage.reason.taint': { en: 'taint', ko: 'taint' },
  'stage.reason.cordoned': { en: 'cordoned', ko: 'cordoned' },
  'stage.reason.affinity': { en: 'affinity', ko: 'affinity' },
  'stage.reason.spread': { en: 'spread', ko: 'spread' },
  'stage.reason.other': { en: 'no', ko: '불가' },
  'stage.zone': { en: 'zone {name}', ko: '영역 {name}' },
  'stage.zone.none': { en: 'no zone', ko: '영역 없음' },
  'stage.racks': { en: '{racks} racks · {nodes} nodes', ko: '랙 {racks}개 · 노드 {nodes}개' },
  'stage.lens.owns.want': { en: 'want {want} · have {have}', ko: '원함 {want} · 있음 {have}' },
  'stage.lens.closed': { en: 'no traffic: port closed, or no Service', ko: '요청 없음: 포트가 닫혔거나 Service 없음' },
  'stage.lens.count': { en: '{ready} of {all}', ko: '{all}개 중 {ready}개' },
  'outline.stage': { en: 'Cluster', ko: '클러스터' },
  'outline.plane': { en: 'Control plane', ko: '컨트롤 플레인' },
  'outline.nodes': { en: 'Nodes, {count}', ko: '노드 {count}개' },
  'outline.services': { en: 'Services, {count}', ko: 'Service {count}개' },
  'outline.pending': { en: 'Not placed yet, {count}', ko: '아직 배정되지 않음, {count}개' },
  'outline.api': { en: 'API server, last request {request}, {code}', ko: 'API server, 마지막 요청 {request}, {code}' },
  'outline.etcd': { en: 'etcd, revision {revision}', ko: 'etcd, 리비전 {revision}' },
  'outline.scheduler': { en: 'Scheduler, {count} in the queue', ko: '스케줄러, 대기 {count}개' },
  'outline.controller': { en: 'Controller {name}', ko: '컨트롤러 {name}' },
  'outline.stopped': { en: '{what}, stopped', ko: '{what}, 멈춤' },
  'outline.node': { en: 'Node {name}, {state}, {count} Pods', ko: 'Node {name}, {state}, Pod {count}개' },
  'outline.node.cordoned': {
    en: 'Node {name}, {state}, cordoned, {count} Pods',
    ko: 'Node {name}, {state}, cordoned, Pod {count}개',
  },
  'outline.pod': { en: 'Pod {name}, {state}', ko: 'Pod {name}, {state}' },
  'outline.pod.restarts': { en: 'Pod {name}, {state}, {restarts} restarts', ko: 'Pod {name}, {state}, 다시 시작 {restarts}번' },
  'outline.ghost': { en: 'Wanted Pod of {app}', ko: '{app}에 필요한 Pod' },
  'outline.service': {
    en: 'Service {name}, {type}, {count} ready endpoints',
    ko: 'Service {name}, {type}, 준비된 엔드포인트 {count}개',
  },
  'outline.state.ready': { en: 'Ready', ko: 'Ready' },
  'outline.state.notready': { en: 'running, not ready', ko: '실행 중, 준비 안 됨' },
} as const

export type StagePhraseKey = keyof typeof stagePhrases

/** Fills `{name}` places of a phrase in one language; for tests, exports and pages without a dictionary of their own. */
export function sayStage(
  language: 'en' | 'ko',
): (phrase: { key: string; values?: Readonly<Record<string, string | number>> }) => string {
  return ({ key, values }) => {
    const entry = key in stagePhrases ? stagePhrases[key as StagePhraseKey][language] : key
    return entry.replace(/\{(\w+)\}/g, (whole, name: string) => String(values?.[name] ?? whole))
  }
}
