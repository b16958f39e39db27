import { dictionaryOf, firstEnglish, say, type Dictionary, type Language, type Reach } from './say'

/** What the page says, in the reader's language. */
export class Words {
  language = $state<Language>('en')
  private dictionary = $state.raw<Dictionary>(firstEnglish)
  private reach: Reach = 'first'
  private all: Promise<void> | null = null

  constructor(language: Language) {
    this.language = language
  }

  say = (key: string, values?: Readonly<Record<string, string | number>>): string => say(this.dictionary, key, values)

  async speak(language: Language): Promise<void> {
    const { reach } = this
    const dictionary = await dictionaryOf(language, reach)
    // Meanwhile more may have come onto the page.
    if (reach !== this.reach) return this.speak(language)
    this.dictionary = dictionary
    this.language = language
  }

  /** Brings the words of what comes after the first picture: in this language, and in whichever is chosen later. */
  bringAll(): Promise<void> {
    return (this.all ??= this.readAll())
  }

  /** A part of the page that comes after the first picture, once its words are there too. */
  async for<Part>(part: Promise<Part>): Promise<Part> {
    await this.bringAll()
    return part
  }

  private async readAll(): Promise<void> {
    this.reach = 'all'
    const { language } = this
    const dictionary = await dictionaryOf(language)
    if (language === this.language) this.dictionary = dictionary
  }
}
