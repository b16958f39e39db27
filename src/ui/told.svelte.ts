/** How long a line stays, real ms: time enough to look up and read it. */
const LASTS = 10_000

/** One quiet line of good news, such as a goal that was reached: for the eye and the live region, and gone by itself. */
export class Told {
  line = $state('')
  private timer: ReturnType<typeof setTimeout> | undefined

  /** Says it; what is still being said is not taken back. */
  tell(text: string): void {
    this.line = this.line && this.line !== text ? `${this.line} · ${text}` : text
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.line = ''), LASTS)
  }
}
