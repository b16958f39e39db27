/** What a person starts a document with; `${n:text}` are the places to fill in, in order, and `$0` is where the cursor ends. */
export interface Template {
  /** What it is offered as: the kind, and what is special about it. */
  readonly label: string
  readonly body: string
}

const container = `containers:
        - name: \${1:NAME}
          image: \${3:IMAGE}`

/** The part that Deployment, StatefulSet and DaemonSet share. */
const podTemplate = (name: string, image: string): string =>
  `  selector:
    matchLabels:
      app: \${1:${name}}
  template:
    metadata:
      labels:
        app: \${1:${name}}
    spec:
      ${container.replace('NAME', name).replace('IMAGE', image)}
`

const head = (apiVersion: string, kind: string, name: string, more = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: \${1:${name}}\n${more}`

const requests = `          resources:
            requests:
              cpu: 100m
              memory: 128Mi
`

/** Whole objects, those that are written most often first. Each is healthy as it stands, next to a Deployment and a Service \`web\`. */
export const templates: readonly Template[] = [
  {
    label: 'Deployment',
    body: `${head('apps/v1', 'Deployment', 'web')}spec:
  replicas: \${2:3}
${podTemplate('web', 'nginx:1.27')}          ports:
            - containerPort: \${4:80}
          readinessProbe:
            httpGet:
              path: /
              port: \${4:80}
${requests}$0`,
  },
  {
    label: 'Service',
    body: `${head('v1', 'Service', 'web')}spec:
  selector:
    app: \${1:web}
  ports:
    - port: \${2:80}
      targetPort: \${3:80}$0
`,
  },
  {
    label: 'Service (LoadBalancer)',
    body: `${head('v1', 'Service', 'web-public')}spec:
  type: LoadBalancer
  selector:
    app: \${2:web}
  ports:
    - port: \${3:80}
      targetPort: \${4:80}$0
`,
  },
  {
    label: 'Ingress',
    body: `${head('networking.k8s.io/v1', 'Ingress', 'web')}spec:
  rules:
    - host: \${2:web.example}
      http:
        paths:
          - path: \${3:/}
            pathType: Prefix
            backend:
              service:
                name: \${4:web}
                port:
                  number: \${5:80}$0
`,
  },
  {
    label: 'StatefulSet',
    body: `apiVersion: v1
kind: Service
metadata:
  name: \${1:cache}
spec:
  clusterIP: None
  selector:
    app: \${1:cache}
  ports:
    - port: \${4:6379}
---
${head('apps/v1', 'StatefulSet', 'cache')}spec:
  serviceName: \${1:cache}
  replicas: \${2:2}
${podTemplate('cache', 'redis:7.2')}          ports:
            - containerPort: \${4:6379}
          volumeMounts:
            - name: data
              mountPath: /data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: \${5:1Gi}$0
`,
  },
  { label: 'DaemonSet', body: `${head('apps/v1', 'DaemonSet', 'agent')}spec:\n${podTemplate('agent', 'demo/agent:1.0')}$0` },
  {
    label: 'Job',
    body: `${head('batch/v1', 'Job', 'migrate')}spec:
  backoffLimit: \${2:3}
  template:
    spec:
      restartPolicy: Never
      ${container.replace('NAME', 'migrate').replace('IMAGE', 'busybox:1.36')}
          command: [sh, -c, '\${4:echo working; sleep 5}']$0
`,
  },
  {
    label: 'CronJob',
    body: `${head('batch/v1', 'CronJob', 'report')}spec:
  schedule: '\${2:*/5 * * * *}'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          ${container.replace('NAME', 'report').replace('IMAGE', 'busybox:1.36').replaceAll('\n', '\n    ')}
              command: [sh, -c, '\${4:date; echo done}']$0
`,
  },
  {
    label: 'Pod',
    body: `${head('v1', 'Pod', 'shell', '  labels:\n    app: ${1:shell}\n')}spec:
  containers:
    - name: \${1:shell}
      image: \${2:nginx:1.27}$0
`,
  },
  {
    label: 'ConfigMap',
    body: `${head('v1', 'ConfigMap', 'settings')}data:\n  \${2:COLOUR}: \${3:blue}$0\n`,
  },
  {
    label: 'Secret',
    body: `${head('v1', 'Secret', 'credentials')}type: Opaque\nstringData:\n  \${2:PASSWORD}: \${3:changeme}$0\n`,
  },
  {
    label: 'PersistentVolumeClaim',
    body: `${head('v1', 'PersistentVolumeClaim', 'data')}spec:
  accessModes: [\${2:ReadWriteOnce}]
  resources:
    requests:
      storage: \${3:1Gi}$0
`,
  },
  {
    label: 'StorageClass',
    body: `${head('storage.k8s.io/v1', 'StorageClass', 'kept')}provisioner: \${2:PROVISIONER}
reclaimPolicy: \${3:Retain}
volumeBindingMode: \${4:WaitForFirstConsumer}
allowVolumeExpansion: true$0
`,
  },
  {
    label: 'HorizontalPodAutoscaler',
    body: `${head('autoscaling/v2', 'HorizontalPodAutoscaler', 'web')}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: \${2:web}
  minReplicas: \${3:2}
  maxReplicas: \${4:10}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: \${5:60}$0
`,
  },
  {
    label: 'VerticalPodAutoscaler',
    body: `${head('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web')}spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: \${2:web}
  updatePolicy:
    updateMode: \${3:InPlaceOrRecreate}
  resourcePolicy:
    containerPolicies:
      - containerName: '*'
        minAllowed:
          cpu: 50m
          memory: 64Mi$0
`,
  },
  {
    label: 'PodDisruptionBudget',
    body: `${head('policy/v1', 'PodDisruptionBudget', 'web')}spec:
  minAvailable: \${2:1}
  selector:
    matchLabels:
      app: \${3:web}$0
`,
  },
  {
    label: 'NetworkPolicy',
    body: `${head('networking.k8s.io/v1', 'NetworkPolicy', 'web')}spec:
  podSelector:
    matchLabels:
      app: \${2:web}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: \${3:api}
      ports:
        - port: \${4:80}$0
`,
  },
  {
    label: 'ResourceQuota',
    body: `${head('v1', 'ResourceQuota', 'team')}spec:
  hard:
    pods: \${2:'20'}
    requests.cpu: \${3:'4'}
    requests.memory: \${4:8Gi}$0
`,
  },
  {
    label: 'LimitRange',
    body: `${head('v1', 'LimitRange', 'defaults')}spec:
  limits:
    - type: Container
      defaultRequest:
        cpu: \${2:100m}
        memory: \${3:128Mi}
      default:
        cpu: \${4:500m}
        memory: \${5:256Mi}$0
`,
  },
  {
    label: 'PriorityClass',
    body: `${head('scheduling.k8s.io/v1', 'PriorityClass', 'important')}value: \${2:1000}
description: \${3:Goes before everything else.}$0
`,
  },
  {
    label: 'Role and RoleBinding',
    body: `${head('rbac.authorization.k8s.io/v1', 'Role', 'pod-reader')}rules:
  - apiGroups: ['']
    resources: [\${2:pods}]
    verbs: [\${3:get, list, watch}]
---
${head('rbac.authorization.k8s.io/v1', 'RoleBinding', 'pod-reader')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: \${1:pod-reader}
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: User
    name: \${4:jane}$0
`,
  },
  { label: 'ServiceAccount', body: `${head('v1', 'ServiceAccount', 'robot')}$0` },
  { label: 'Namespace', body: `${head('v1', 'Namespace', 'team-a')}$0` },
]

/** A template as the text it is when nothing is filled in. */
export const plainText = (body: string): string => body.replaceAll(/\$\{\d:((?:[^{}]|\{[^}]*\})*)\}|\$0/g, '$1')
