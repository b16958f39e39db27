import type { addressEn } from './addressEn'

/** What is said in Korean of what an address asked for. */
export const addressKo: Readonly<Record<keyof typeof addressEn, string>> = {
  'goal.reached': '목표 달성: {goal}',
  'cmd.refused': '“kubectl {line}” 명령을 실행하지 못했습니다. {why}',
  'cmd.tells': '주소로는 클러스터를 바꾸는 명령만 실행할 수 있고, 이 명령은 보여 주기만 합니다.',
  'cmd.cannot': '주소로 시킬 수 있는 범위를 넘는 명령입니다.',
  'cmd.many': '주소에 든 명령이 {most}개를 넘거나 {letters}자를 넘습니다. 아무것도 실행하지 않았습니다.',
}
