import { isOn } from '../ui/flag'

const asked = new URLSearchParams(location.search)
if (isOn(asked, 'embed')) leadToEmbed()
else openPlayground()

/** `?embed` is another page, with all else that was asked for. */
function leadToEmbed(): void {
  asked.delete('embed')
  const address = new URL('embed.html', location.href)
  address.search = asked.toString()
  address.hash = location.hash
  location.replace(address)
}

/** The world's thread starts before the page is even read: both take their time, and on two cores not one after the other. */
function openPlayground(): void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'world' })
  void import('./page').then(({ openPage }) => openPage(worker))
}
