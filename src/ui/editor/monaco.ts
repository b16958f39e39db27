import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import { conf, language } from 'monaco-editor/languages/definitions/yaml/yaml'
import { configureMonacoYaml } from 'monaco-yaml'
import { isBlankDocument, registerTemplates } from './templates'
import { defineThemes } from './themes'
import schemaText from './schema.generated.json?raw'

/** What monaco-worker-manager still passes to createWebWorker; Monaco itself has taken a ready worker since 0.53. */
interface OldWorkerOptions {
  label: string
  createData: unknown
  host?: Record<string, (...args: never[]) => unknown>
  keepIdleModels?: boolean
}

const spawnWorker = (label: string): Worker =>
  label === 'yaml'
    ? new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module', name: label })
    : new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module', name: label })

self.MonacoEnvironment = { getWorker: (_moduleId: string, label: string) => spawnWorker(label) }

/** Monaco as monaco-yaml expects it: workers made the old way, and silence in a document that has yet to begin. */
const monacoForYaml = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker({ label, createData, host, keepIdleModels }: OldWorkerOptions) {
      const worker = spawnWorker(label)
      // The first message installs the worker's handler, the second is its configuration.
      worker.postMessage('ignore')
      worker.postMessage(createData)
      return monaco.editor.createWebWorker({ worker, host, keepIdleModels })
    },
    setModelMarkers: (model: monaco.editor.ITextModel, owner: string, markers: monaco.editor.IMarkerData[]) =>
      monaco.editor.setModelMarkers(
        model,
        owner,
        markers.filter(({ startLineNumber }) => !isBlankDocument(model, startLineNumber)),
      ),
  },
  languages: {
    ...monaco.languages,
    registerCompletionItemProvider: (selector: string, provider: monaco.languages.CompletionItemProvider) =>
      monaco.languages.registerCompletionItemProvider(selector, withoutNoise(provider)),
  },
}

/** One schema branch per kind means one equal suggestion per kind: keep the first, and none in a document yet to begin. */
function withoutNoise(provider: monaco.languages.CompletionItemProvider): monaco.languages.CompletionItemProvider {
  return {
    ...provider,
    async provideCompletionItems(model, position, context, token) {
      if (isBlankDocument(model, position.lineNumber)) return undefined
      const list = await provider.provideCompletionItems(model, position, context, token)
      if (!list) return list
      const seen = new Set<string>()
      return {
        ...list,
        suggestions: list.suggestions.filter(({ label }) => isNew(seen, typeof label === 'string' ? label : label.label)),
      }
    },
  }
}

function isNew(seen: Set<string>, label: string): boolean {
  const before = seen.size
  return seen.add(label).size > before
}

/** Kubernetes quantities such as 250m and 128Mi are numbers to a reader, so they are coloured as such. */
const kubernetesYaml = { ...language, numberInteger: /(?:0|[+-]?[0-9]+)(?:\.[0-9]+)?(?:m|Ki|Mi|Gi|Ti|Pi|Ei|[kMGTPE])?/ }

monaco.languages.register({ id: 'yaml', extensions: ['.yaml', '.yml'], aliases: ['YAML'] })
monaco.languages.setMonarchTokensProvider('yaml', kubernetesYaml)
monaco.languages.setLanguageConfiguration('yaml', conf)
defineThemes()
registerTemplates()
configureMonacoYaml(monacoForYaml as never, {
  // isKubernetes would turn enum errors into an empty list of valid values.
  isKubernetes: false,
  yamlVersion: '1.1',
  enableSchemaRequest: false,
  hoverSchemaSource: false,
  format: { enable: false },
  schemas: [
    {
      uri: 'inmemory://schema/kubernetes.json',
      fileMatch: ['**/*.yaml', '**/*.yml', '!**/compose*', '!**/docker-compose*'],
      schema: JSON.parse(schemaText),
    },
  ],
})

export { monaco }
