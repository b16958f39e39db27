import workerUrl from './worker.ts?worker&url'

/**
 * The world's own thread. A frame that its host keeps in a sandbox without `allow-same-origin` is of no origin: it may run neither a script
 * by its address nor a module, but a plain script that asks for ours. Built, the worker is one file without imports, so it is both.
 */
export function startThread(): Worker {
  const url = new URL(workerUrl, import.meta.url).href
  if (self.origin !== 'null') return new Worker(url, { type: 'module', name: 'world' })
  const asking = new Blob([`importScripts(${JSON.stringify(url)})`], { type: 'text/javascript' })
  return new Worker(URL.createObjectURL(asking), { name: 'world' })
}
