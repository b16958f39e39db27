import { test } from 'vitest'
import { expectTold } from './narrateRuns'

test('a node loses its power for a while', async () => {
  await expectTold(
    {
      scenario: 'opening',
      first: { 'web.yaml': ['replicas: 1', 'replicas: 4'] },
      acts: [
        [25, { type: 'power-off', node: 'node-2' }],
        [420, { type: 'power-on', node: 'node-2' }],
      ],
      from: 20,
      until: 460,
      every: 2,
    },
    [
      [20, 'All 4 are ready. / Nothing to do.', '4개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        26,
        'The power of node-2 is off. / The control plane notices once its heartbeats have been missing for a while.',
        'node-2 노드의 전원이 꺼졌습니다. / 한동안 신호가 없으면 컨트롤 플레인이 알아차립니다.',
      ],
      [
        70,
        'Node node-2 is lost: its heartbeats are missing. / One Pod on it is evicted if it stays away: after 300 s unless they say otherwise.',
        'node-2 노드에서 신호가 오지 않습니다. / 계속 그러면 Pod 하나가 축출됩니다. 따로 정하지 않았다면 300초 뒤입니다.',
      ],
      [
        72,
        'Asked for 4, has 3 ready. / One Pod is on a silent node.',
        '4개를 원하고, 3개가 준비되었습니다. / Pod 하나가 응답 없는 노드에 있습니다.',
      ],
      [
        376,
        'Pod zm6n9 of web is to leave node-2, which is silent. / Nobody knows more until the node answers.',
        'web의 Pod zm6n9가 응답 없는 node-2에서 나가야 합니다. / 노드가 응답할 때까지 더 알 수 없습니다.',
      ],
      [
        378,
        'Pod gdt65 of web is ready. / Service web has 4 endpoints now and sends requests there.',
        'web의 Pod gdt65가 준비되었습니다. / Service web이 이제 엔드포인트 4개에 요청을 보냅니다.',
      ],
      [
        420,
        'Node node-2 is reachable. / Its kubelet reports to the API server.',
        'node-2 노드와 다시 연결되었습니다. / kubelet이 API server에 상태를 알립니다.',
      ],
      [428, 'All 4 are ready. / Nothing to do.', '4개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [460, 'All 4 are ready. / Nothing to do.', '4개 모두 준비되었습니다. / 할 일이 없습니다.'],
    ],
  )
})

test('parts of the control plane stop', async () => {
  await expectTold(
    {
      scenario: 'opening',
      acts: [
        [21, { type: 'stop', part: 'scheduler' }],
        [23, { file: 'web.yaml', from: 'replicas: 1', to: 'replicas: 3' }],
        [33, { type: 'stop', part: 'controller-manager' }],
        [35, { type: 'start', part: 'scheduler' }],
        [45, { type: 'stop', part: 'apiserver' }],
        [50, { type: 'start', part: 'apiserver' }],
        [55, { type: 'start', part: 'controller-manager' }],
      ],
      from: 20,
      until: 80,
    },
    [
      [20, 'The one asked for is ready. / Nothing to do.', '하나가 준비되었습니다. / 할 일이 없습니다.'],
      [
        21,
        'The scheduler is stopped. / New Pods stay Pending; those that have a node run on.',
        '스케줄러가 멈췄습니다. / 새 Pod는 Pending에 머물고, 노드가 있는 Pod는 계속 실행됩니다.',
      ],
      [
        23,
        'Asked for 3, has 1 ready. / The controller makes 2 more.',
        '3개를 원하고, 1개가 준비되었습니다. / 컨트롤러가 2개를 더 만듭니다.',
      ],
      [
        24,
        '2 Pods of web wait for a node. / Nobody places Pods while the scheduler is stopped.',
        'web의 Pod 2개가 노드를 기다립니다. / 스케줄러가 멈춰 있어 아무도 Pod를 배정하지 않습니다.',
      ],
      [
        33,
        'The controller manager is stopped. / Nothing is made, replaced or cleaned up; what runs keeps running.',
        '컨트롤러 매니저가 멈췄습니다. / 만들고 바꾸고 치우는 일이 멈추지만, 실행 중인 Pod는 계속 일합니다.',
      ],
      [
        36,
        'The scheduler is back. / It places what has waited for a node.',
        '스케줄러가 돌아왔습니다. / 노드를 기다리던 Pod를 배정합니다.',
      ],
      [
        41,
        '2 Pods of web became ready. / Nobody counts Pods while the controller manager is stopped.',
        'web의 Pod 2개가 준비되었습니다. / 컨트롤러 매니저가 멈춰 있어 아무도 Pod를 세지 않습니다.',
      ],
      [
        45,
        'The API server is stopped. / Nobody can change anything; what runs keeps running and serving.',
        'API server가 멈췄습니다. / 아무것도 바꿀 수 없지만, 실행 중인 Pod는 계속 일합니다.',
      ],
      [
        51,
        'The API server answers again. / All who watch ask it what they missed.',
        'API server가 다시 응답합니다. / 지켜보던 모두가 놓친 것을 물어봅니다.',
      ],
      [
        56,
        'The controller manager is back. / Its loops compare everything once and make up for what is missing.',
        '컨트롤러 매니저가 돌아왔습니다. / 모두 한 번 비교하고 모자란 것을 채웁니다.',
      ],
      [57, 'All 3 are ready. / Nothing to do.', '3개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [80, 'All 3 are ready. / Nothing to do.', '3개 모두 준비되었습니다. / 할 일이 없습니다.'],
    ],
  )
})

test('a cordoned node, no registry, too much asked for, all deleted', async () => {
  await expectTold(
    {
      scenario: 'opening',
      acts: [
        [21, { type: 'cordon', node: 'node-1' }],
        [23, { type: 'registry', speed: 0 }],
        [25, { file: 'web.yaml', from: 'replicas: 1', to: 'replicas: 40' }],
        [50, { type: 'delete', kind: 'Deployment', namespace: 'default', name: 'web' }],
        [56, { type: 'uncordon', node: 'node-1' }],
        [60, { type: 'add-node' }],
      ],
      from: 20,
      until: 70,
    },
    [
      [20, 'The one asked for is ready. / Nothing to do.', '하나가 준비되었습니다. / 할 일이 없습니다.'],
      [
        21,
        'Node node-1 is cordoned. / It gets no new Pods; those on it stay.',
        'node-1 노드가 cordoned 상태입니다. / 새 Pod는 받지 않고, 있던 Pod는 남습니다.',
      ],
      [
        23,
        'The registry cannot be reached. / Images that are on a node already still start.',
        '레지스트리에 연결할 수 없습니다. / 노드에 이미 있는 이미지는 그대로 시작됩니다.',
      ],
      [
        25,
        'Asked for 40, has 1 ready. / The controller makes 39 more.',
        '40개를 원하고, 1개가 준비되었습니다. / 컨트롤러가 39개를 더 만듭니다.',
      ],
      [
        26,
        'Pod hwfvq of web fits on no node. / Too little CPU is free on 2 of 3 nodes.',
        'web의 Pod hwfvq가 들어갈 노드가 없습니다. / 노드 3개 중 2개는 CPU가 부족합니다.',
      ],
      [
        27,
        '15 Pods of web became ready. / Service web has 16 endpoints now and sends requests there.',
        'web의 Pod 15개가 준비되었습니다. / Service web이 이제 엔드포인트 16개에 요청을 보냅니다.',
      ],
      [
        36,
        'Pod kcjgx of web cannot get its image: ErrImagePull. / The kubelet tries nginx:1.27 again in 10 s.',
        'web의 Pod kcjgx가 이미지를 받지 못합니다: ErrImagePull. / kubelet이 10초 뒤에 nginx:1.27을 다시 받아 봅니다.',
      ],
      [
        37,
        'Pod kcjgx of web cannot get its image: ImagePullBackOff. / The kubelet tries nginx:1.27 again in 9 s.',
        'web의 Pod kcjgx가 이미지를 받지 못합니다: ImagePullBackOff. / kubelet이 9초 뒤에 nginx:1.27을 다시 받아 봅니다.',
      ],
      [
        46,
        'Pod rd2v2 of web cannot get its image: ErrImagePull. / The kubelet tries nginx:1.27 again in 10 s.',
        'web의 Pod rd2v2가 이미지를 받지 못합니다: ErrImagePull. / kubelet이 10초 뒤에 nginx:1.27을 다시 받아 봅니다.',
      ],
      [
        47,
        'Pod rd2v2 of web cannot get its image: ImagePullBackOff. / The kubelet tries nginx:1.27 again in 9 s.',
        'web의 Pod rd2v2가 이미지를 받지 못합니다: ImagePullBackOff. / kubelet이 9초 뒤에 nginx:1.27을 다시 받아 봅니다.',
      ],
      [
        50,
        'Deployment web is deleted. / 40 Pods it made go with it.',
        'Deployment web이 삭제되었습니다. / 만들어 둔 Pod 40개도 함께 사라집니다.',
      ],
      [
        51,
        'Service web has no endpoint. / It selects no Pod: every request is lost.',
        'Service web에 엔드포인트가 없습니다. / 고르는 Pod가 없어 요청을 모두 잃습니다.',
      ],
      [
        56,
        'Node node-1 takes Pods again. / Pods that are elsewhere stay there.',
        'node-1 노드가 다시 Pod를 받습니다. / 다른 노드에 있는 Pod는 그대로 있습니다.',
      ],
      [
        63,
        'Node node-4 joins the cluster. / It takes Pods as soon as it is Ready.',
        'node-4 노드가 클러스터에 들어옵니다. / Ready가 되면 Pod를 받습니다.',
      ],
      [
        65,
        'Node node-4 is Ready. / The scheduler may choose it for new Pods.',
        'node-4 노드가 Ready 상태입니다. / 스케줄러가 새 Pod를 배정할 수 있습니다.',
      ],
      [
        70,
        'The cluster is empty. / But Service web loses 5 requests each second.',
        '클러스터가 비어 있습니다. / 하지만 Service web이 초당 요청 5건을 잃고 있습니다.',
      ],
    ],
  )
})

test('a drain that a budget holds', async () => {
  await expectTold(
    {
      scenario: 'disruption-budget',
      acts: [
        [41, { type: 'drain', node: 'node-1' }],
        [90, { type: 'drain', node: 'node-2' }],
      ],
      from: 40,
      until: 120,
    },
    [
      [40, 'All 5 are ready. / Nothing to do.', '5개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        41,
        'Node node-1 is being drained: 2 Pods have to go. / A PodDisruptionBudget keeps one for now; the drain asks again in 5 s.',
        'node-1 노드를 비우고 있습니다: Pod 2개가 나가야 합니다. / PodDisruptionBudget이 하나를 지키고 있습니다. 5초 뒤에 다시 요청합니다.',
      ],
      [
        42,
        'web: asked for 4, has 3 ready. / One Pod runs and is not ready yet; one Pod is ending.',
        'web: 4개를 원하고, 3개가 준비되었습니다. / Pod 하나가 실행 중이지만 아직 준비되지 않았고, Pod 하나가 끝나고 있습니다.',
      ],
      [
        50,
        'web: all 4 are ready. / Node node-1 is being drained, 1 to go.',
        'web: 4개 모두 준비되었습니다. / node-1 노드를 비우고 있으며, 1개가 남았습니다.',
      ],
      [
        51,
        'Pod w95tm of web is ending. / The controller sees the difference and makes one more.',
        'web의 Pod w95tm이 끝나고 있습니다. / 컨트롤러가 차이를 보고, 하나를 더 만듭니다.',
      ],
      [
        55,
        'Node node-1 is drained. / It can be taken away without anybody noticing.',
        'node-1 노드를 모두 비웠습니다. / 이제 빼도 아무도 알아차리지 못합니다.',
      ],
      [60, 'web: all 4 are ready. / Nothing to do.', 'web: 4개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        90,
        'Node node-2 is being drained: 5 Pods have to go. / A PodDisruptionBudget keeps 4 for now; the drain asks again in 5 s.',
        'node-2 노드를 비우고 있습니다: Pod 5개가 나가야 합니다. / PodDisruptionBudget이 4개를 지키고 있습니다. 5초 뒤에 다시 요청합니다.',
      ],
      [
        91,
        'Pod 9jhq8 of web fits on no node. / Cordoned: 2 of 2 nodes.',
        'web의 Pod 9jhq8이 들어갈 노드가 없습니다. / 노드 2개 중 2개가 cordoned 상태입니다.',
      ],
      [
        120,
        'web: asked for 4, has 3 ready. / One Pod fits on no node yet.',
        'web: 4개를 원하고, 3개가 준비되었습니다. / Pod 하나가 아직 들어갈 노드가 없습니다.',
      ],
    ],
  )
})
