/**
 * The scenes of `npm run shots`: { name, viewport, variants: [theme, lang][], query?, page?, run(page) }. `run` brings the page to the
 * moment to be seen by way of `window.kubarium`, as a person would by hand. The simulated time stands still in every picture, so a
 * scene looks the same on each run.
 */
const desktop = { width: 1600, height: 900 }
const all = [
  ['dark', 'en'],
  ['light', 'en'],
  ['dark', 'ko'],
  ['light', 'ko'],
]
const seconds = (n) => n * 1000

/** A Deployment and its Service; `more` are further lines of the container. */
const app = (name, replicas, image, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: ${name} }
  strategy:
    rollingUpdate: { maxSurge: 2, maxUnavailable: 1 }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: ${name}
          image: ${image}
${more}---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  selector: { app: ${name} }
  ports: [{ port: 80 }]
`

const crashing = `          command: ["sh", "-c", "sleep 4; exit 1"]
`

/** Waits until the page is alive and its fonts are there. */
async function alive(page) {
  await page.waitForFunction(() => Boolean(window.kubarium))
  await page.evaluate(() => Promise.all([window.kubarium.ready, document.fonts.ready]))
  await page.evaluate(() => window.kubarium.pause())
}

/** Goes to a moment (virtual ms), which may be one that is yet to come, and lets the canvas and the editor settle. */
async function at(page, ms) {
  await page.evaluate((to) => window.kubarium.seek(to), ms)
  await page.waitForTimeout(1500)
}

const dispatch = (page, command) => page.evaluate((wanted) => window.kubarium.dispatch(wanted), command)
const apply = (page, file, text) => page.evaluate(([name, yaml]) => window.kubarium.apply(name, yaml), [file, text])

export const scenes = [
  {
    name: 'share',
    viewport: desktop,
    variants: all,
    async run(page) {
      await alive(page)
      await at(page, seconds(20))
      await page.locator('header [aria-haspopup="dialog"].btn').click()
      await page.locator('#share-pane textarea').waitFor()
    },
  },
  {
    name: 'opening',
    viewport: desktop,
    variants: all,
    async run(page) {
      await alive(page)
      await at(page, seconds(20))
    },
  },
  {
    name: 'rollout',
    viewport: desktop,
    variants: all,
    async run(page) {
      await alive(page)
      await apply(page, 'web.yaml', app('web', 4, 'nginx:1.26'))
      await at(page, seconds(30))
      await apply(page, 'web.yaml', app('web', 6, 'nginx:1.27'))
      await at(page, seconds(31.4))
    },
  },
  {
    name: 'crash',
    viewport: desktop,
    variants: all,
    async run(page) {
      await alive(page)
      await apply(page, 'api.yaml', app('api', 2, 'busybox:1.36', crashing))
      await at(page, seconds(70))
      await page.evaluate(() => {
        const { kubarium } = window
        kubarium.select(kubarium.state().pods.find((pod) => pod.state === 'crash').name)
      })
      await page.waitForTimeout(1500)
    },
  },
  {
    name: 'dead-node',
    viewport: desktop,
    variants: all,
    async run(page) {
      await alive(page)
      await apply(page, 'web.yaml', app('web', 6, 'nginx:1.27'))
      await at(page, seconds(30))
      await dispatch(page, { type: 'power-off', node: 'node-2' })
      await at(page, seconds(105))
    },
  },
  ...['stateful', 'autoscale', 'blue-green', 'network-policy', 'job', 'node-pool', 'preemption', 'access', 'disruption-budget'].map((scenario) => ({
    name: scenario,
    viewport: desktop,
    variants: [
      ['dark', 'en'],
      ['light', 'ko'],
    ],
    query: { scenario },
    async run(page) {
      await alive(page)
      await at(page, await page.evaluate(() => window.kubarium.state().now + 30_000))
    },
  })),
  ...[
    ['embed', { width: 720, height: 420 }],
    ['embed-narrow', { width: 390, height: 600 }],
  ].map(([name, viewport]) => ({
    name,
    viewport,
    variants: all,
    page: 'embed.html',
    async run(page) {
      await alive(page)
      await dispatch(page, { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 5 })
      await at(page, seconds(23))
    },
  })),
  ...[
    ['projector', { width: 1920, height: 1080 }],
    ['projector-small', { width: 1024, height: 768 }],
  ].map(([name, viewport]) => ({
    name,
    viewport,
    variants: all,
    query: { projector: '' },
    async run(page) {
      await alive(page)
      await page.locator('footer button').first().waitFor()
      await dispatch(page, { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 4 })
      await at(page, seconds(23))
    },
  })),
]
