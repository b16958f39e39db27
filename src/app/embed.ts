/** As the playground's entry: the thread starts before the page is read, unless the reader is to ask for it first. */
const asked = new URLSearchParams(location.search)
const waits = asked.has('ctl') && asked.get('ctl') !== '0'
const page = import('./embedPage')
if (!waits) void import('./thread').then(({ startThread }) => page.then(({ openEmbed }) => openEmbed(startThread)))
else void page.then(({ openEmbed }) => openEmbed(null))
