import type { Language } from '../i18n/say'

/** What sharing says, in both languages; read on first use, for most visitors never share. */
const texts = {
  'share.title': { en: 'Share this run', ko: '이 실행 공유하기' },
  'share.lead': {
    en: 'Whoever opens it sees the same run at {clock}, and can go on from there.',
    ko: '받은 사람은 {clock} 시점에서 똑같은 실행을 보고, 거기서 이어 갈 수 있습니다.',
  },
  'share.close': { en: 'Close', ko: '닫기' },
  'share.ways': { en: 'Ways to share', ko: '공유하는 방법' },
  'share.link': { en: 'Link', ko: '링크' },
  'share.embed': { en: 'Embed', ko: '글에 넣기' },
  'share.file': { en: 'File', ko: '파일' },
  'share.export': { en: 'Export', ko: '내보내기' },
  'share.making': { en: 'Asking the cluster for its run…', ko: '클러스터에 실행 기록을 묻는 중…' },
  'share.copyLink': { en: 'Copy link', ko: '링크 복사' },
  'share.copyCode': { en: 'Copy code', ko: '코드 복사' },
  'share.copyYaml': { en: 'Copy as YAML', ko: 'YAML로 복사' },
  'share.copied': { en: 'Copied', ko: '복사했습니다' },
  'share.copyHand': {
    en: 'The browser does not let the page copy. The text is selected: press Ctrl C.',
    ko: '브라우저가 복사를 허락하지 않습니다. 글을 골라 두었으니 Ctrl C를 누르십시오.',
  },
  'share.linkText': { en: 'The link', ko: '링크 주소' },
  'share.length': { en: '{n} characters', ko: '{n}자' },
  'share.linkHolds': {
    en: 'The whole run is in the link: files, commands, time and view. No server keeps anything.',
    ko: '파일, 명령, 시각, 보는 위치까지 실행 전체가 링크 안에 있습니다. 어떤 서버에도 저장하지 않습니다.',
  },
  'share.tooLong': {
    en: 'This run would make a link of {n} characters; many programs cut links over {most}. Save it as a file instead.',
    ko: '링크가 {n}자나 됩니다. {most}자를 넘는 링크는 잘리는 곳이 많습니다. 대신 파일로 저장하십시오.',
  },
  'share.toFile': { en: 'To the file', ko: '파일로 가기' },
  'share.qr': { en: 'QR code of the link', ko: '링크의 QR 코드' },
  'share.qrWhy': { en: 'For the classroom: point a phone at it.', ko: '교실에서는 휴대전화로 비추면 열립니다.' },
  'share.qrLong': {
    en: 'Too long for a QR code, which holds {most} characters: this link has {n}.',
    ko: 'QR 코드에는 {most}자까지 들어가는데, 이 링크는 {n}자입니다.',
  },
  'share.qrLarge': { en: 'Show it large', ko: '크게 보기' },
  'share.qrSmall': { en: 'Show it small', ko: '작게 보기' },
  'share.size': { en: 'Size', ko: '크기' },
  'share.custom': { en: 'Other', ko: '직접 정하기' },
  'share.width': { en: 'Width, px', ko: '너비(px)' },
  'share.height': { en: 'Height, px', ko: '높이(px)' },
  'share.codeText': { en: 'Code of the iframe', ko: 'iframe 코드' },
  'share.codeWhy': {
    en: 'Paste it into a post. It shows this run from {clock}, in your language and theme.',
    ko: '글에 붙여 넣으십시오. 지금 언어와 테마로, {clock} 시점부터 이 실행이 보입니다.',
  },
  'share.preview': { en: 'Preview', ko: '미리 보기' },
  'share.previewOffline': {
    en: 'The embed cannot be reached, so there is no preview: without a network only the playground works. The code is as it should be.',
    ko: '네트워크가 없으면 플레이그라운드만 동작하므로 임베드 미리 보기를 보여 줄 수 없습니다. 코드는 그대로 쓰실 수 있습니다.',
  },
  'share.frameTitle': { en: 'Kubarium: {title}', ko: 'Kubarium: {title}' },
  'share.save': { en: 'Save file', ko: '파일 저장' },
  'share.saveWhy': {
    en: 'The whole run as a file, however long it is. It opens again here, or dropped anywhere on the page.',
    ko: '아무리 길어도 실행 전체가 파일 하나에 담깁니다. 여기서 열거나 화면 아무 데나 끌어 놓으면 다시 열립니다.',
  },
  'share.open': { en: 'Open file…', ko: '파일 열기…' },
  'share.openWhy': {
    en: 'A saved run takes the place of this one. YAML files are added to the editor.',
    ko: '저장한 실행은 지금 실행을 대신해 열리고, YAML 파일은 편집기에 더해집니다.',
  },
  'share.yamlWhy': { en: 'All files of the editor, joined by ---.', ko: '편집기의 모든 파일을 ---로 이어 복사합니다.' },
  'share.yamlText': { en: 'The YAML', ko: 'YAML' },
  'share.drop': { en: 'Drop to open', ko: '놓으면 열립니다' },
  'share.shared': { en: 'Shared run', ko: '공유받은 실행' },
  'share.sharedLead': {
    en: 'Somebody shared this run: play it, turn time back, or edit the YAML to go your own way.',
    ko: '누군가 공유한 실행입니다. 재생하거나 시간을 되돌려 보고, YAML을 고쳐 다른 길로 가 보십시오.',
  },
  'share.sourceLead': {
    en: 'These files come from {from}. Edit them and watch the cluster follow.',
    ko: '{from}에서 가져온 파일입니다. 고치면 클러스터가 따라갑니다.',
  },
  'share.instead': { en: '{why} This is the first scenario instead.', ko: '{why} 대신 첫 시나리오를 엽니다.' },

  'fault.readonly': {
    en: 'This cluster is to be looked at only: no file can be added here.',
    ko: '보기 전용 클러스터입니다. 여기에는 파일을 더할 수 없습니다.',
  },
  'fault.notRun': { en: 'This is not a run of Kubarium.', ko: 'Kubarium의 실행이 아닙니다.' },
  'fault.damaged': {
    en: 'The link is incomplete or was changed on its way. Ask for it again, or for a file.',
    ko: '링크가 잘렸거나 도중에 바뀌었습니다. 다시 받거나 파일로 받으십시오.',
  },
  'fault.newer': {
    en: 'This run comes from a newer Kubarium. Reload the page to get the newest one.',
    ko: '더 새로운 Kubarium에서 만든 실행입니다. 페이지를 새로 고쳐 최신 버전을 받으십시오.',
  },
  'fault.long': {
    en: 'The link is longer than {most} characters and is not read. Ask for a file instead.',
    ko: '링크가 {most}자를 넘어 읽지 않습니다. 파일로 받으십시오.',
  },
  'fault.large': { en: 'There is more in it than {most}, and it is not read.', ko: '{most}보다 커서 읽지 않습니다.' },
  'fault.field': {
    en: 'The run cannot be read: {at} is not as it should be.',
    ko: '실행을 읽을 수 없습니다. {at} 값이 올바르지 않습니다.',
  },
  'fault.command': {
    en: 'The run cannot be read: {at} is no command that this page knows.',
    ko: '실행을 읽을 수 없습니다. {at}은(는) 이 페이지가 모르는 명령입니다.',
  },
  'fault.file': { en: '{name}: {why}', ko: '{name}: {why}' },
  'fault.fileName': { en: '{name} cannot be the name of a file here.', ko: '{name}은(는) 파일 이름으로 쓸 수 없습니다.' },
  'fault.unreadable': { en: '{name} cannot be read.', ko: '{name} 파일을 읽을 수 없습니다.' },
  'fault.address': {
    en: 'Only addresses that begin with https:// can be opened, and not {url}.',
    ko: 'https://로 시작하는 주소만 열 수 있습니다. {url}은(는) 열 수 없습니다.',
  },
  'fault.unreachable': {
    en: '{host} did not answer, or does not let other pages read its files (CORS). A raw file on GitHub or a gist can be read.',
    ko: '{host}이(가) 답하지 않거나 다른 페이지가 파일을 읽도록 허락하지 않습니다(CORS). GitHub의 raw 파일이나 gist는 읽을 수 있습니다.',
  },
  'fault.status': {
    en: '{host} answered {status} instead of the file.',
    ko: '{host}이(가) 파일 대신 {status}(으)로 답했습니다.',
  },
  'fault.slow': { en: '{host} did not answer within {n} seconds.', ko: '{host}이(가) {n}초 안에 답하지 않았습니다.' },
  'fault.gistName': {
    en: 'A gist is named by its id, or by user/id: {id} is neither.',
    ko: 'gist는 id 또는 사용자/id로 부릅니다. {id}은(는) 둘 다 아닙니다.',
  },
  'fault.gistNone': { en: 'There is no gist {id}.', ko: '{id}라는 gist가 없습니다.' },
  'fault.gistLimit': {
    en: 'GitHub answers only so many visitors of one network an hour, and the limit is reached. Try again after {clock}.',
    ko: 'GitHub은 한 네트워크에서 한 시간에 정해진 횟수만 답하는데, 그 한도에 이르렀습니다. {clock} 이후에 다시 여십시오.',
  },
  'fault.gistEmpty': {
    en: 'The gist {id} has no .yaml, .yml or .kubarium.json file.',
    ko: '{id} gist에는 .yaml, .yml, .kubarium.json 파일이 없습니다.',
  },
  'fault.yaml': { en: '{name} is no YAML: {why}', ko: '{name} 파일은 YAML이 아닙니다: {why}' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>

export type ShareKey = keyof typeof texts

export const shareTexts: Readonly<Record<ShareKey, Readonly<Record<Language, string>>>> = texts
