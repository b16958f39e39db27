/** What the manifests of all families have in common. */
export const template = (app: string, image = 'nginx:1.27', spec: object = {}, container: object = {}) => ({
  metadata: { labels: { app } },
  spec: {
    containers: [
      {
        name: 'main',
        image,
        ports: [{ containerPort: 80 }],
        readinessProbe: { httpGet: { path: '/', port: 80 } },
        ...container,
      },
    ],
    ...spec,
  },
})

export const workload = (kind: string, app: string, spec: object, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: app, ...metadata },
  spec: { selector: { matchLabels: { app } }, template: template(app), ...spec },
})

export const service = (app: string, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: app, ...metadata },
  spec: { selector: { app }, ports: [{ port: 80 }], ...spec },
})

/** Images that run, that do not exist, and that crash. */
export const IMAGES = ['nginx:1.27', 'nginx:1.28', 'nginx:nope', 'demo/web:3-crash'] as const
