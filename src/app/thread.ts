import workerUrl from './worker.ts?worker&url'

/**
 * The world's own thread. A frame that its host keeps in a sandbox without `allow-same-origin` is of no origin and may not run a script by
 * its address; there a script that imports the script does.
 */
export function startThread(): Worker {
  const url = new URL(workerUrl, import.meta.url).href
  try {
    return new Worker(url, { type: 'module', name: 'world' })
  } catch {
    const importing = new Blob([`import ${JSON.stringify(url)}`], { type: 'text/javascript' })
    return new Worker(URL.createObjectURL(importing), { type: 'module', name: 'world' })
  }
}
