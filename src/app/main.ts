/** The world's thread starts before the page is even read: both take their time, and on two cores not one after the other. */
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'world' })
void import('./page').then(({ openPage }) => openPage(worker))
