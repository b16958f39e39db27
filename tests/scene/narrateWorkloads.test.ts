import { test } from 'vitest'
import { expectTold } from './narrateRuns'

/** A Deployment whose one container runs a shell line. */
const deployment = (name: string, line: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, "${line}"]
`

test('the first Pod comes up', async () => {
  await expectTold({ scenario: 'opening', acts: [], from: 0, until: 25 }, [
    [
      0,
      'Asked for 1, has 0 ready. / The controller makes one more.',
      '1개를 원하고, 0개가 준비되었습니다. / 컨트롤러가 하나를 더 만듭니다.',
    ],
    [
      5,
      'Pod zm6n9 of web is ready. / The controller updates its count next.',
      'web의 Pod zm6n9가 준비되었습니다. / 컨트롤러가 곧 수에 넣습니다.',
    ],
    [6, 'The one asked for is ready. / Nothing to do.', '하나가 준비되었습니다. / 할 일이 없습니다.'],
    [
      12,
      'Service web is asked 5 times a second. / Requests go to one ready Pod.',
      'Service web이 초당 요청 5건을 받습니다. / 요청이 준비된 Pod 하나로 갑니다.',
    ],
    [25, 'The one asked for is ready. / Nothing to do.', '하나가 준비되었습니다. / 할 일이 없습니다.'],
  ])
})

test('scaling, a rollout, and one whose image is not there', async () => {
  await expectTold(
    {
      scenario: 'opening',
      acts: [
        [21, { file: 'web.yaml', from: 'replicas: 1', to: 'replicas: 3' }],
        [40, { file: 'web.yaml', from: 'nginx:1.27', to: 'nginx:1.28' }],
        [75, { file: 'web.yaml', from: 'nginx:1.28', to: 'nginx:9.99' }],
      ],
      from: 20,
      until: 690,
      least: 66,
    },
    [
      [20, 'The one asked for is ready. / Nothing to do.', '하나가 준비되었습니다. / 할 일이 없습니다.'],
      [
        21,
        'Asked for 3, has 1 ready. / The controller makes 2 more.',
        '3개를 원하고, 1개가 준비되었습니다. / 컨트롤러가 2개를 더 만듭니다.',
      ],
      [27, 'All 3 are ready. / Nothing to do.', '3개 모두 준비되었습니다. / 할 일이 없습니다.'],
      [
        41,
        'web goes over to 1.28. / 3 old Pods are replaced step by step; 3 are asked for.',
        'web이 1.28로 바뀌기 시작합니다. / 이전 Pod 3개를 차례로 바꿉니다. 원하는 수는 3개입니다.',
      ],
      [43, 'Pod w95tm of web is ending. / Of the old revision.', 'web의 Pod w95tm이 끝나고 있습니다. / 이전 리비전의 Pod입니다.'],
      [
        46,
        'Pod zm6n9 of web is ending. / Of the old revision, with 30 s left to finish.',
        'web의 Pod zm6n9가 끝나고 있습니다. / 이전 리비전의 Pod이며, 마칠 시간이 30초 남았습니다.',
      ],
      [
        49,
        'web runs 1.28 on all 3 Pods. / No Pod of the old revision is left.',
        'web이 Pod 3개를 모두 1.28로 바꾸었습니다. / 이전 리비전의 Pod는 남아 있지 않습니다.',
      ],
      [
        76,
        'web goes over to 9.99. / 3 old Pods are replaced step by step; 3 are asked for.',
        'web이 9.99로 바뀌기 시작합니다. / 이전 Pod 3개를 차례로 바꿉니다. 원하는 수는 3개입니다.',
      ],
      [
        77,
        'Pod j5jhq of web cannot get its image: ImagePullBackOff. / The kubelet tries nginx:9.99 again in 9 s.',
        'web의 Pod j5jhq가 이미지를 받지 못합니다: ImagePullBackOff. / kubelet이 9초 뒤에 nginx:9.99를 다시 받아 봅니다.',
      ],
      [
        147,
        'Pod j5jhq of web cannot get its image: ErrImagePull. / The kubelet tries nginx:9.99 again in 80 s.',
        'web의 Pod j5jhq가 이미지를 받지 못합니다: ErrImagePull. / kubelet이 80초 뒤에 nginx:9.99를 다시 받아 봅니다.',
      ],
      [
        207,
        'Pod j5jhq of web cannot get its image: ImagePullBackOff. / The kubelet tries nginx:9.99 again in 20 s.',
        'web의 Pod j5jhq가 이미지를 받지 못합니다: ImagePullBackOff. / kubelet이 20초 뒤에 nginx:9.99를 다시 받아 봅니다.',
      ],
      [
        388,
        'Pod j5jhq of web cannot get its image: ErrImagePull. / The kubelet tries nginx:9.99 again in 300 s.',
        'web의 Pod j5jhq가 이미지를 받지 못합니다: ErrImagePull. / kubelet이 300초 뒤에 nginx:9.99를 다시 받아 봅니다.',
      ],
      [
        448,
        'Pod j5jhq of web cannot get its image: ImagePullBackOff. / The kubelet tries nginx:9.99 again in 240 s.',
        'web의 Pod j5jhq가 이미지를 받지 못합니다: ImagePullBackOff. / kubelet이 240초 뒤에 nginx:9.99를 다시 받아 봅니다.',
      ],
      [
        676,
        'The rollout of web is stuck. / No progress within its deadline; 3 of 3 are ready.',
        'web의 배포가 나아가지 못하고 있습니다. / 기한 안에 진척이 없었습니다. 3개 중 3개가 준비되어 있습니다.',
      ],
      [
        688,
        'Pod j5jhq of web cannot get its image: ErrImagePull. / The kubelet tries nginx:9.99 again in 300 s.',
        'web의 Pod j5jhq가 이미지를 받지 못합니다: ErrImagePull. / kubelet이 300초 뒤에 nginx:9.99를 다시 받아 봅니다.',
      ],
      [
        690,
        'web: one new Pod, 3 old. / No progress within its deadline; 3 of 3 are ready.',
        'web: 새 Pod 1개, 이전 Pod 3개입니다. / 기한 안에 진척이 없었습니다. 3개 중 3개가 준비되어 있습니다.',
      ],
    ],
  )
})

test('a program that ends again and again', async () => {
  await expectTold({ scenario: 'opening', more: deployment('bad', 'sleep 3; exit 3'), acts: [], from: 0, until: 60 }, [
    [
      0,
      'web: asked for 1, has 0 ready. / The controller makes one more; one other workload differs.',
      'web: 1개를 원하고, 0개가 준비되었습니다. / 컨트롤러가 하나를 더 만들고, 다른 워크로드 하나도 원하는 상태가 아닙니다.',
    ],
    [2, 'bad: the one asked for is ready.', 'bad: 하나가 준비되었습니다.'],
    [
      5,
      'Pod w95tm of bad was started again, restart 1. / Only the container is new; the Pod stays the same.',
      'bad의 Pod w95tm이 1번째로 다시 시작되었습니다. / Pod는 그대로이고 컨테이너만 새것입니다.',
    ],
    [6, 'web: the one asked for is ready. / Nothing to do.', 'web: 하나가 준비되었습니다. / 할 일이 없습니다.'],
    [
      8,
      'Pod w95tm of bad failed: Error, exit code 3. / The kubelet waits 10 s, longer after each failure; restarts so far: 1.',
      'bad의 Pod w95tm이 실패했습니다: Error, 종료 코드 3. / kubelet이 10초 기다립니다. 실패할수록 길어지며, 지금까지 1번 다시 시작했습니다.',
    ],
    [
      10,
      'Pod w95tm of bad waits to start again: CrashLoopBackOff, last exit code 3. / The kubelet waits 8 s, longer after each failure; restarts so far: 1.',
      'bad의 Pod w95tm이 다시 시작되기를 기다립니다: CrashLoopBackOff, 마지막 종료 코드 3. / kubelet이 8초 기다립니다. 실패할수록 길어지며, 지금까지 1번 다시 시작했습니다.',
    ],
    [
      12,
      'Service web is asked 5 times a second. / Requests go to one ready Pod.',
      'Service web이 초당 요청 5건을 받습니다. / 요청이 준비된 Pod 하나로 갑니다.',
    ],
    [18, 'bad: the one asked for is ready. / Nothing to do.', 'bad: 하나가 준비되었습니다. / 할 일이 없습니다.'],
    [
      21,
      'bad: asked for 1, has 0 ready. / One Pod keeps failing to run.',
      'bad: 1개를 원하고, 0개가 준비되었습니다. / Pod 하나가 계속 실패하고 있습니다.',
    ],
    [
      23,
      'Pod w95tm of bad waits to start again: CrashLoopBackOff, last exit code 3. / The kubelet waits 18 s, longer after each failure; restarts so far: 2.',
      'bad의 Pod w95tm이 다시 시작되기를 기다립니다: CrashLoopBackOff, 마지막 종료 코드 3. / kubelet이 18초 기다립니다. 실패할수록 길어지며, 지금까지 2번 다시 시작했습니다.',
    ],
    [41, 'Pod w95tm of bad is ready. / 1 of 1 is ready.', 'bad의 Pod w95tm이 준비되었습니다. / 1개 중 1개가 준비되었습니다.'],
    [
      44,
      'Pod w95tm of bad failed: Error, exit code 3. / The kubelet waits 40 s, longer after each failure; restarts so far: 3.',
      'bad의 Pod w95tm이 실패했습니다: Error, 종료 코드 3. / kubelet이 40초 기다립니다. 실패할수록 길어지며, 지금까지 3번 다시 시작했습니다.',
    ],
    [
      60,
      'bad: asked for 1, has 0 ready. / One Pod keeps failing to run.',
      'bad: 1개를 원하고, 0개가 준비되었습니다. / Pod 하나가 계속 실패하고 있습니다.',
    ],
  ])
})
