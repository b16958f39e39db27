import type { Acting, Command, SourceFile } from '../../world/command'
import type { Diagnostic, DocumentStatus } from '../../world/frame'
import type { RunDefinition } from '../../world/protocol'
import type { Scenario } from '../scenario'
import { keep, kept } from '../storage'
import { appliedIn, freshName, isFiles, usableName, withText } from './files'
import { leftoversAfter, type Leftover } from './leftovers'
import { readYaml, type TextDocument } from './readYaml'

/** What the desk needs of the session around it. */
export interface DeskHost {
  dispatch(command: Command): Promise<boolean>
  documents(): readonly DocumentStatus[]
  acting(): Acting
}

/** How long typing must rest before the text is applied. */
const typingRest = 500

/** The files a person works on: their texts, which one is open, what of them the cluster was told. No text is ever lost. */
export class Desk {
  files = $state.raw<readonly SourceFile[]>([])
  /** Name of the file that is open. */
  file = $state('')
  /** Line of the editor's cursor, and whether the person put it there since the text was shown. */
  cursor = $state.raw<{ file: string; line: number } | null>(null)
  problems = $state.raw<Readonly<Record<string, readonly Diagnostic[]>>>({})
  leftovers = $state.raw<readonly Leftover[]>([])
  /** Lines to bring into view in the editor; a new object each time. */
  shownLines = $state.raw<{ file: string; from: number; to: number } | null>(null)
  private readonly applied = new Map<string, string>()
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()

  /** `first` are the scenario's own files; texts of an earlier visit are kept under `storageName`, or not at all when that is ''. */
  constructor(
    private readonly host: DeskHost,
    private readonly first: readonly SourceFile[],
    private readonly storageName: string,
  ) {
    this.files = (storageName && kept<readonly SourceFile[]>(storageName, isFiles)) || first
    this.file = this.files[0]?.name ?? ''
  }

  /** Nobody has written anything yet. */
  get isUntouched(): boolean {
    return this.files === this.first
  }

  /** The scenario's run begins: the cluster is told these texts, or those of the log when it is a replay. Nothing is wrong with them yet. */
  begin({ seed, nodes, log, isReplay }: Scenario): RunDefinition {
    const known = isReplay ? appliedIn(log) : this.files
    this.leftovers = []
    this.problems = {}
    this.shownLines = null
    this.applied.clear()
    for (const { name, text } of known) this.applied.set(name, `\n${text}`)
    return { seed, nodes, files: isReplay ? [] : this.files, log }
  }

  /** A person typed. The text is kept at once and applied when the typing rests. */
  edit(name: string, text: string): void {
    this.put(name, text)
    clearTimeout(this.timers.get(name))
    this.timers.set(
      name,
      setTimeout(() => void this.apply(name), typingRest),
    )
  }

  /** Applies at once what was typed just now. */
  async applyTyped(): Promise<void> {
    await Promise.all([...this.timers.keys()].map((name) => this.apply(name)))
  }

  /** Applies a file if its text can be read and differs from what was applied last. */
  async apply(name: string): Promise<void> {
    this.rest(name)
    const text = this.textOf(name)
    if (text === undefined) return
    const { documents, problems } = await readYaml(name, text)
    if (text !== this.textOf(name)) return
    this.problems = { ...this.problems, [name]: problems }
    const mark = this.markOf(text)
    if (problems.length || mark === this.applied.get(name)) return
    this.applied.set(name, mark)
    const before = this.documentsOf(name)
    if (await this.host.dispatch({ type: 'apply', file: name, text })) this.offerLeftovers(name, before, documents)
  }

  /** Applies whatever is written and not applied yet, under whatever name. */
  async applyAll(): Promise<void> {
    for (const { name, text } of this.files) {
      const mark = this.applied.get(name)
      if (mark?.slice(mark.indexOf('\n') + 1) !== text) await this.apply(name)
    }
  }

  /** The same text under another name is another request. */
  private markOf(text: string): string {
    const { as = '', asGroups = [] } = this.host.acting()
    return `${[as, ...asGroups].join()}\n${text}`
  }

  /** Puts a text into a file, making the file if need be, and applies it at once. */
  async putFile(name: string, text: string): Promise<void> {
    if (this.textOf(name) === undefined) this.file = name
    this.put(name, text)
    await this.apply(name)
  }

  private put(name: string, text: string): void {
    this.files = withText(this.files, name, text)
    this.shownLines = null
    this.keepFiles()
  }

  textOf(name: string): string | undefined {
    return this.files.find((file) => file.name === name)?.text
  }

  /** Text of a file as the scenario has it. */
  firstText(name: string): string {
    return this.first.find((file) => file.name === name)?.text ?? ''
  }

  addFile(): void {
    const name = freshName(this.files)
    this.files = withText(this.files, name, '')
    this.file = name
    this.keepFiles()
  }

  /** False when the name is taken or cannot be one. */
  renameFile(name: string, wanted: string): boolean {
    if (wanted === name) return true
    const next = usableName(this.files, wanted)
    if (!next) return false
    this.files = this.files.map((file) => (file.name === name ? { name: next, text: file.text } : file))
    if (this.file === name) this.file = next
    this.keepFiles()
    this.forget(name)
    void this.apply(next)
    return true
  }

  /** Takes a file away; its objects stay until somebody deletes them, as with a file on disk. */
  deleteFile(name: string): void {
    const at = this.files.findIndex((file) => file.name === name)
    if (at < 0) return
    const before = this.documentsOf(name)
    this.files = this.files.toSpliced(at, 1)
    if (this.file === name) this.file = this.files[Math.max(0, at - 1)]?.name ?? ''
    this.keepFiles()
    this.forget(name)
    this.offerLeftovers(name, before, [])
  }

  private rest(name: string): void {
    clearTimeout(this.timers.get(name))
    this.timers.delete(name)
  }

  private forget(name: string): void {
    this.rest(name)
    this.applied.delete(name)
    void this.host.dispatch({ type: 'apply', file: name, text: '' })
  }

  private documentsOf(name: string): readonly DocumentStatus[] {
    return this.host.documents().filter((document) => document.file === name)
  }

  private offerLeftovers(name: string, before: readonly DocumentStatus[], after: readonly TextDocument[]): void {
    const elsewhere = this.host.documents().filter((document) => document.file !== name)
    const living = before.filter((document) => document.uid)
    this.leftovers = leftoversAfter(this.leftovers, living, after, elsewhere)
  }

  /** Answers the offer to delete what is no longer in the text. */
  settle(leftover: Leftover, remove: boolean): void {
    this.leftovers = this.leftovers.filter((other) => other !== leftover)
    if (remove) void this.host.dispatch({ type: 'delete', ...leftover })
  }

  /** Back to the scenario's own texts. */
  reset(): void {
    this.files = this.first
    this.file = this.files[0]?.name ?? ''
    this.forgetText()
  }

  /** The next opening begins with the scenario's own texts. */
  forgetText(): void {
    if (this.storageName) keep(this.storageName, null)
  }

  /** Shows lines of a file in the editor. */
  showLines(file: string, from: number, to = from): void {
    this.file = file
    this.shownLines = { file, from, to }
  }

  private keepFiles(): void {
    if (this.storageName) keep(this.storageName, this.files)
  }
}
