import { test } from 'vitest'
import { expectTold } from './narrateRuns'

test('work that fails, is tried again, and completes', async () => {
  await expectTold(
    {
      scenario: 'job',
      acts: [[40, { file: 'api.yaml', from: 'replicas: 0', to: 'replicas: 1' }]],
      from: 0,
      until: 130,
    },
    [
      [
        0,
        'Job import: 0 of 5 succeeded. / The controller makes 2 more; one other workload differs.',
        'Job import: 5번 중 0번 성공했습니다. / 컨트롤러가 2개를 더 만들고, 다른 워크로드 하나도 원하는 상태가 아닙니다.',
      ],
      [
        1,
        'Pod w95tm of import ended with code 1. / The next try comes in 9 s, later after each failure.',
        'import의 Pod w95tm이 코드 1로 끝났습니다. / 9초 뒤에 다시 시도하며, 실패할수록 더 기다립니다.',
      ],
      [
        2,
        'Pod zm6n9 of import ended with code 1. / The next try comes in 19 s, later after each failure.',
        'import의 Pod zm6n9가 코드 1로 끝났습니다. / 19초 뒤에 다시 시도하며, 실패할수록 더 기다립니다.',
      ],
      [
        11,
        'Pod mfmtc of broken ended with code 1. / The next try comes in 19 s, later after each failure.',
        'broken의 Pod mfmtc가 코드 1로 끝났습니다. / 19초 뒤에 다시 시도하며, 실패할수록 더 기다립니다.',
      ],
      [
        22,
        '2 Pods of import ended in failure. / The next try comes in 79 s, later after each failure.',
        'import의 Pod 2개가 실패로 끝났습니다. / 79초 뒤에 다시 시도하며, 실패할수록 더 기다립니다.',
      ],
      [
        31,
        'Pod j5jhq of broken ended with code 1. / The next try comes in 39 s, later after each failure.',
        'broken의 Pod j5jhq가 코드 1로 끝났습니다. / 39초 뒤에 다시 시도하며, 실패할수록 더 기다립니다.',
      ],
      [
        32,
        'Job broken is given up. / It failed too often: 0 of 1 succeeded, and nothing is tried again.',
        'Job broken이 포기되었습니다. / 너무 자주 실패했습니다. 1번 중 0번 성공했고, 더 시도하지 않습니다.',
      ],
      [
        40,
        'api: asked for 1, has 0 ready. / The controller makes one more.',
        'api: 1개를 원하고, 0개가 준비되었습니다. / 컨트롤러가 하나를 더 만듭니다.',
      ],
      [
        45,
        'Pod 9jhq8 of api is ready. / The controller updates its count next.',
        'api의 Pod 9jhq8이 준비되었습니다. / 컨트롤러가 곧 수에 넣습니다.',
      ],
      [46, 'api: the one asked for is ready.', 'api: 하나가 준비되었습니다.'],
      [102, '2 Pods of import are at work.', 'import의 Pod 2개가 일하고 있습니다.'],
      [108, '2 Pods of import have done their work.', 'import의 Pod 2개가 할 일을 마쳤습니다.'],
      [109, 'Job import: 2 of 5 succeeded.', 'Job import: 5번 중 2번 성공했습니다.'],
      [117, 'Pod hx4lj of import is at work.', 'import의 Pod hx4lj가 일하고 있습니다.'],
      [123, 'Pod hx4lj of import has done its work.', 'import의 Pod hx4lj가 할 일을 마쳤습니다.'],
      [
        124,
        'Job import is complete: 5 succeeded. / Its Pods stay as a record and use nothing.',
        'Job import가 완료되었습니다: 5번 성공했습니다. / 끝난 Pod는 기록으로 남고 자원을 쓰지 않습니다.',
      ],
      [
        130,
        'Job broken is given up. / It failed too often: 0 of 1 succeeded, and nothing is tried again.',
        'Job broken이 포기되었습니다. / 너무 자주 실패했습니다. 1번 중 0번 성공했고, 더 시도하지 않습니다.',
      ],
    ],
  )
})

test('a disk for each Pod, and one Pod deleted', async () => {
  await expectTold(
    {
      scenario: 'stateful',
      acts: [[41, { type: 'kill-pod', namespace: 'default', pod: 'redis-1' }]],
      from: 0,
      until: 60,
      least: 40,
      every: 0.5,
    },
    [
      [
        0,
        'Asked for 2, has 0 ready. / The controller makes 2 more.',
        '2개를 원하고, 0개가 준비되었습니다. / 컨트롤러가 2개를 더 만듭니다.',
      ],
      [
        0.5,
        'Claim data-redis-0 waits for a volume. / Pods that use it do not start before.',
        'data-redis-0 요청이 볼륨을 기다립니다. / 그때까지 이 볼륨을 쓰는 Pod는 시작하지 못합니다.',
      ],
      [
        1.5,
        'Pod redis-0 of redis goes to node-2. / 3 of 3 nodes fit; this one scored best.',
        'redis의 Pod redis-0이 node-2로 갑니다. / 노드 3개 중 3개에 들어갈 수 있고, 그중 점수가 가장 높습니다.',
      ],
      [3, 'The volume of data-redis-0 is attached to node-2.', 'data-redis-0 볼륨이 node-2에 연결되었습니다.'],
      [
        6.5,
        'Pod redis-0 of redis is pulling its image. / 4% of redis:8 is on the node.',
        'redis의 Pod redis-0이 이미지를 받고 있습니다. / redis:8의 4%를 노드에 받았습니다.',
      ],
      [
        9,
        'Pod redis-0 of redis is ready. / The controller updates its count next.',
        'redis의 Pod redis-0이 준비되었습니다. / 컨트롤러가 곧 수에 넣습니다.',
      ],
      [
        9.5,
        'Service redis has endpoints. / Requests go to one Pod.',
        'Service redis에 엔드포인트가 생겼습니다. / 요청이 Pod 하나로 갑니다.',
      ],
      [
        10.5,
        'Pod redis-1 of redis goes to node-3. / 3 of 3 nodes fit; this one scored best.',
        'redis의 Pod redis-1이 node-3으로 갑니다. / 노드 3개 중 3개에 들어갈 수 있고, 그중 점수가 가장 높습니다.',
      ],
      [
        12,
        'Service redis is asked 4 times a second. / Requests go to one ready Pod.',
        'Service redis가 초당 요청 4건을 받습니다. / 요청이 준비된 Pod 하나로 갑니다.',
      ],
      [
        17.5,
        'Pod redis-1 of redis is pulling its image. / 3% of redis:8 is on the node.',
        'redis의 Pod redis-1이 이미지를 받고 있습니다. / redis:8의 3%를 노드에 받았습니다.',
      ],
      [
        20,
        'Pod redis-1 of redis is ready. / The controller updates its count next.',
        'redis의 Pod redis-1이 준비되었습니다. / 컨트롤러가 곧 수에 넣습니다.',
      ],
      [20.5, 'All 2 are ready. / Nothing to do.', '2개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        41,
        'Pod redis-1 of redis is ending. / The controller sees the difference and makes one more.',
        'redis의 Pod redis-1이 끝나고 있습니다. / 컨트롤러가 차이를 보고, 하나를 더 만듭니다.',
      ],
      [
        41.5,
        'Asked for 2, has 1 ready. / One Pod is starting.',
        '2개를 원하고, 1개가 준비되었습니다. / Pod 하나가 시작되고 있습니다.',
      ],
      [42, 'All 2 are ready. / Nothing to do.', '2개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [60, 'All 2 are ready. / Nothing to do.', '2개 모두 준비되었습니다. / 할 일이 없습니다.'],
    ],
  )
})
