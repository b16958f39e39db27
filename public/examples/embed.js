/** What the example's buttons do: an embed is driven by the page around it. */
const cluster = document.getElementById('cluster')
const said = document.getElementById('said')
const web = (replicas) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: nginx
          image: nginx:1.27
`

cluster.addEventListener('state', ({ detail }) => {
  const ready = detail.pods.filter((pod) => pod.ready).length
  said.textContent = `${(detail.now / 1000).toFixed(0)} s: ${ready} of ${detail.pods.length} Pods ready`
})
document.getElementById('three').addEventListener('click', () => cluster.apply('web.yaml', web(3)))
document.getElementById('back').addEventListener('click', () => cluster.seek(20000))
