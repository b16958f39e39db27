/** Pairs of Korean particles: after a closed syllable, after an open one. */
const pairs: Readonly<Record<string, readonly [closed: string, open: string]>> = {
  이: ['이', '가'],
  은: ['은', '는'],
  을: ['을', '를'],
  과: ['과', '와'],
  으로: ['으로', '로'],
  이라: ['이라', '라'],
}

/** Digits by their Sino-Korean reading: 영 일 이 삼 사 오 육 칠 팔 구. */
const closedDigits = '013678'
/** Letters whose names end in a consonant: 엘 엠 엔 알. */
const closedLetters = 'lmnr'
/** Consonants that stay a final consonant after a vowel, as in 웹, 숍, 쿠블릿, 훅. */
const stops = 'bptkc'

/** Does the word, as it is read in Korean, end in a consonant? Names without a vowel are read letter by letter. */
export function isClosed(word: string): boolean {
  const last = word.at(-1) ?? ''
  if (/[가-힣]/.test(last)) return (last.charCodeAt(0) - 0xac00) % 28 !== 0
  if (/\d/.test(last)) return closedDigits.includes(last)
  const read = (/[a-z]+$/i.exec(word)?.[0] ?? '').toLowerCase()
  if (read === '') return false
  if (!/[aeiou]/.test(read) || read.length < word.match(/[a-z\d]+$/i)![0].length) return closedLetters.includes(read.at(-1) ?? '')
  if (/(?:[lmn]e?|ng)$/.test(read)) return true
  return stops.includes(read.at(-1)!) && /[aeiou].$/.test(read)
}

/** Does it end in the one consonant, ㄹ, after which `로` is said as after a vowel? */
const endsInL = (word: string): boolean => {
  const last = word.at(-1) ?? ''
  if (/[가-힣]/.test(last)) return (last.charCodeAt(0) - 0xac00) % 28 === 8
  return /[178lr]$/i.test(word)
}

/** A word with the form of the particle that fits it; `particle` is the form after a consonant. An unknown particle is kept as it is. */
export function withParticle(word: string, particle: string): string {
  const [closed, open] = pairs[particle] ?? [particle, particle]
  const isOpen = !isClosed(word) || (particle === '으로' && endsInL(word))
  return word + (isOpen ? open : closed)
}
