/** Is a bare option in a query on? `?paused` and `?paused=1` are, `?paused=0` and `?paused=false` are not. */
export const isOn = (asked: URLSearchParams, name: string): boolean =>
  asked.has(name) && !['0', 'false'].includes(asked.get(name)!)
