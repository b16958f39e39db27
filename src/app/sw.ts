/// <reference lib="webworker" />
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'

/** What was built and what of it changed, filled in by `scripts/offline.mjs`; addresses are relative to this file. */
declare const BUILT_FILES: readonly PrecacheEntry[]

/** Keeps the playground for when there is no network: all of it or nothing, so that no page is put together from two versions. */
const scope = self as unknown as ServiceWorkerGlobalScope

// What an address asks for is read by the page itself.
precacheAndRoute([...BUILT_FILES], { ignoreURLParametersMatching: [/./], cleanURLs: false })
cleanupOutdatedCaches()

scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))

// A new version waits until somebody asks for it: the page that is open was made of the old one.
scope.addEventListener('message', ({ data }) => {
  if (data === 'take over') void scope.skipWaiting()
})
