import { test } from 'vitest'
import { expectTold } from './narrateRuns'

test('who matters more', async () => {
  await expectTold(
    {
      scenario: 'preemption',
      acts: [[21, { file: 'urgent.yaml', from: 'replicas: 0', to: 'replicas: 1' }]],
      from: 20,
      until: 70,
    },
    [
      [20, 'All 6 are ready. / Nothing to do.', '6개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        21,
        'urgent: asked for 1, has 0 ready. / The controller makes one more.',
        'urgent: 1개를 원하고, 0개가 준비되었습니다. / 컨트롤러가 하나를 더 만듭니다.',
      ],
      [
        22,
        'Less important Pods have to go for urgent. / Its priority is higher, so a place on node-1 is kept for it.',
        'urgent를 위해 덜 중요한 Pod가 나가야 합니다. / 우선순위가 더 높아 node-1에 자리가 예약됩니다.',
      ],
      [46, 'urgent: the one asked for is ready.', 'urgent: 하나가 준비되었습니다.'],
      [
        70,
        'batch: asked for 6, has 5 ready. / One Pod fits on no node yet.',
        'batch: 6개를 원하고, 5개가 준비되었습니다. / Pod 하나가 아직 들어갈 노드가 없습니다.',
      ],
    ],
  )
})

test('room that grows', async () => {
  await expectTold(
    {
      scenario: 'node-pool',
      acts: [[31, { file: 'shop.yaml', from: 'replicas: 2', to: 'replicas: 4' }]],
      from: 0,
      until: 130,
    },
    [
      [
        0,
        'shop: asked for 2, has 0 ready. / The controller makes 2 more; one other workload differs.',
        'shop: 2개를 원하고, 0개가 준비되었습니다. / 컨트롤러가 2개를 더 만들고, 다른 워크로드 하나도 원하는 상태가 아닙니다.',
      ],
      [
        1,
        '2 nodes join the cluster. / They take Pods as soon as they are Ready.',
        '노드 2개가 클러스터에 들어옵니다. / Ready가 되면 Pod를 받습니다.',
      ],
      [4, 'ledger: the one asked for is ready.', 'ledger: 하나가 준비되었습니다.'],
      [5, 'shop: all 2 are ready. / Nothing to do.', 'shop: 2개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        31,
        'shop: asked for 4, has 2 ready. / The controller makes 2 more.',
        'shop: 4개를 원하고, 2개가 준비되었습니다. / 컨트롤러가 2개를 더 만듭니다.',
      ],
      [
        32,
        'Pod mfmtc of shop fits on no node. / Too little CPU is free on 1 of 2 nodes.',
        'shop의 Pod mfmtc가 들어갈 노드가 없습니다. / 노드 2개 중 1개는 CPU가 부족합니다.',
      ],
      [
        40,
        'Pool cloud orders one machine. / 2 Pods wait for room; it joins in 60 s, at most 3 in all.',
        'cloud 풀이 기계 한 대를 주문했습니다. / Pod 2개가 자리를 기다립니다. 60초 뒤에 들어오며, 최대는 3대입니다.',
      ],
      [
        103,
        'Node cloud-8jljx joins the cluster. / It takes Pods as soon as it is Ready.',
        'cloud-8jljx 노드가 클러스터에 들어옵니다. / Ready가 되면 Pod를 받습니다.',
      ],
      [
        105,
        'Node cloud-8jljx is Ready. / The scheduler may choose it for new Pods.',
        'cloud-8jljx 노드가 Ready 상태입니다. / 스케줄러가 새 Pod를 배정할 수 있습니다.',
      ],
      [110, 'shop: all 4 are ready. / Nothing to do.', 'shop: 4개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [130, 'All 5 are ready. / Nothing to do.', '5개 모두 준비되었습니다. / 할 일이 없습니다.'],
    ],
  )
})

test('as many as it takes', async () => {
  await expectTold(
    {
      scenario: 'autoscale',
      acts: [[51, { type: 'traffic', namespace: 'default', service: 'web', rate: 12 }]],
      from: 50,
      until: 130,
    },
    [
      [50, 'The one asked for is ready. / Nothing to do.', '하나가 준비되었습니다. / 할 일이 없습니다.'],
      [
        52,
        'Service web is asked 12 times a second. / Requests go to one ready Pod.',
        'Service web이 초당 요청 12건을 받습니다. / 요청이 준비된 Pod 하나로 갑니다.',
      ],
      [
        61,
        'Autoscaler web wants 4 Pods. / cpu is at 157%, with 50% as its target.',
        '오토스케일러 web이 Pod 4개를 원합니다. / cpu: 지금 157%, 목표 50%입니다.',
      ],
      [
        62,
        'Asked for 4, has 2 ready. / 2 Pods are pulling their image.',
        '4개를 원하고, 2개가 준비되었습니다. / Pod 2개가 이미지를 받고 있습니다.',
      ],
      [
        71,
        'All 4 are ready. / But Service web loses 2 requests each second.',
        '4개 모두 준비되었습니다. / 하지만 Service web이 초당 요청 2건을 잃고 있습니다.',
      ],
      [
        91,
        'Autoscaler web wants 5 Pods. / cpu is at 60%, with 50% as its target.',
        '오토스케일러 web이 Pod 5개를 원합니다. / cpu: 지금 60%, 목표 50%입니다.',
      ],
      [130, 'All 5 are ready. / Nothing to do.', '5개 모두 준비되었습니다. / 할 일이 없습니다.'],
    ],
  )
})

test('who may connect', async () => {
  await expectTold({ scenario: 'network-policy', acts: [], from: 5, until: 40 }, [
    [5, 'All 3 are ready. / Nothing to do.', '3개 모두 준비되었습니다. / 할 일이 없습니다.'],
    [
      15,
      'Service db is asked 9 times a second. / Requests go to one ready Pod.',
      'Service db가 초당 요청 9건을 받습니다. / 요청이 준비된 Pod 하나로 갑니다.',
    ],
    [
      16,
      'guest cannot reach db. / NetworkPolicy db-guard does not let it through to port 6379.',
      'guest가 db에 연결하지 못합니다. / NetworkPolicy db-guard가 포트 6379의 연결을 허용하지 않습니다.',
    ],
    [
      40,
      'All 3 are ready. / NetworkPolicy db-guard blocks connections.',
      '3개 모두 준비되었습니다. / NetworkPolicy db-guard가 연결을 막고 있습니다.',
    ],
  ])
})

test('who may do what', async () => {
  await expectTold(
    {
      scenario: 'access',
      acts: [[21, { type: 'delete', kind: 'Deployment', namespace: 'default', name: 'web', as: 'jane' }]],
      from: 20,
      until: 30,
    },
    [
      [20, 'All 3 are ready. / Nothing to do.', '3개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        21,
        'jane may not delete Deployment web. / No Role bound to this name allows it, so RBAC refuses.',
        'jane은 Deployment web에 delete 권한이 없습니다. / 이 이름에 연결된 Role이 허용하지 않아 RBAC가 거절했습니다.',
      ],
      [30, 'All 3 are ready. / Nothing to do.', '3개 모두 준비되었습니다. / 할 일이 없습니다.'],
    ],
  )
})

test('more than the quota allows', async () => {
  await expectTold(
    {
      scenario: 'opening',
      more: 'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: small }\nspec: { hard: { pods: "2" } }\n',
      acts: [[21, { file: 'web.yaml', from: 'replicas: 1', to: 'replicas: 4' }]],
      from: 20,
      until: 40,
    },
    [
      [20, 'The one asked for is ready. / Nothing to do.', '하나가 준비되었습니다. / 할 일이 없습니다.'],
      [
        21,
        'Asked for 4, has 1 ready. / The controller makes 3 more.',
        '4개를 원하고, 1개가 준비되었습니다. / 컨트롤러가 3개를 더 만듭니다.',
      ],
      [
        22,
        'A new Pod for web-6f95d5565f was refused by ResourceQuota. / It would use more than the ResourceQuota of its namespace allows.',
        'web-6f95d5565f의 새 Pod를 ResourceQuota가 거절했습니다. / 네임스페이스의 ResourceQuota보다 많이 쓰게 됩니다.',
      ],
      [
        23,
        'A new Pod for web-6f95d5565f was refused by ResourceQuota. / It would use more than the ResourceQuota of its namespace allows.',
        'web-6f95d5565f의 새 Pod를 ResourceQuota가 거절했습니다. / 네임스페이스의 ResourceQuota보다 많이 쓰게 됩니다.',
      ],
      [
        26,
        'Pod w95tm of web is ready. / The controller updates its count next.',
        'web의 Pod w95tm이 준비되었습니다. / 컨트롤러가 곧 수에 넣습니다.',
      ],
      [
        40,
        'Asked for 4, has 2 ready. / 2 more Pods were refused.',
        '4개를 원하고, 2개가 준비되었습니다. / Pod 2개가 더 필요하지만 거절되었습니다.',
      ],
    ],
  )
})
