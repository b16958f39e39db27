import { languages, type editor } from 'monaco-editor/editor'

interface Template {
  kind: string
  body: string
}

const metadata = 'metadata:\n  name: ${1:NAME}\n'

/** What a person starts a document with; ${n} are the places to fill in, in order. */
const templates: readonly Template[] = [
  {
    kind: 'Deployment',
    body: `apiVersion: apps/v1
kind: Deployment
${metadata.replace('NAME', 'web')}spec:
  replicas: \${2:3}
  selector:
    matchLabels:
      app: \${1:web}
  template:
    metadata:
      labels:
        app: \${1:web}
    spec:
      containers:
        - name: \${1:web}
          image: \${3:nginx:1.27}
          ports:
            - containerPort: \${4:80}$0
`,
  },
  {
    kind: 'Service',
    body: `apiVersion: v1
kind: Service
${metadata.replace('NAME', 'web')}spec:
  selector:
    app: \${1:web}
  ports:
    - port: \${2:80}
      targetPort: \${3:80}$0
`,
  },
  {
    kind: 'Pod',
    body: `apiVersion: v1
kind: Pod
${metadata.replace('NAME', 'web')}  labels:
    app: \${1:web}
spec:
  containers:
    - name: \${1:web}
      image: \${2:nginx:1.27}$0
`,
  },
  {
    kind: 'ConfigMap',
    body: `apiVersion: v1\nkind: ConfigMap\n${metadata.replace('NAME', 'settings')}data:\n  \${2:KEY}: \${3:value}$0\n`,
  },
  {
    kind: 'Secret',
    body: `apiVersion: v1\nkind: Secret\n${metadata.replace('NAME', 'credentials')}type: Opaque\nstringData:\n  \${2:PASSWORD}: \${3:changeme}$0\n`,
  },
  { kind: 'Namespace', body: `apiVersion: v1\nkind: Namespace\n${metadata.replace('NAME', 'team-a')}$0` },
]

/** True when the YAML document around a line holds at most one unfinished word: the moment to offer whole objects. */
export function isBlankDocument(model: editor.ITextModel, line: number): boolean {
  const isEnd = (at: number): boolean => at < 1 || at > model.getLineCount() || /^---/.test(model.getLineContent(at))
  let first = line
  let last = line
  while (!isEnd(first - 1)) first--
  while (!isEnd(last + 1)) last++
  for (let at = first; at <= last; at++) {
    const allowed = at === line ? /^\w*$/ : /^\s*(#.*)?$/
    if (!allowed.test(model.getLineContent(at))) return false
  }
  return true
}

/** Offers a whole object of each usual kind in a document that has yet to begin. */
export function registerTemplates(): void {
  languages.registerCompletionItemProvider('yaml', {
    provideCompletionItems(model, position) {
      if (!isBlankDocument(model, position.lineNumber)) return undefined
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: 1,
        endColumn: position.column,
      }
      return {
        suggestions: templates.map(({ kind, body }, order) => ({
          label: kind,
          kind: languages.CompletionItemKind.Snippet,
          insertText: body,
          insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet,
          documentation: body.replaceAll(/\$\{\d:([^}]*)\}|\$0/g, '$1'),
          sortText: String(order),
          range,
        })),
      }
    },
  })
}
