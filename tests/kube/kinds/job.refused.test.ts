import { describe, expect, test } from 'vitest'
import { job, jobOf, plane, podTemplate, refusal } from '../../support/jobs'

describe('what is refused', () => {
  const refused = (spec: object) => refusal(() => plane().client.create(job(spec))).replace(/^.*is invalid: /, '')

  test.each([
    [{ template: podTemplate('Always') }, 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    [{ backoffLimitPerIndex: 1 }, 'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
    [{ completionMode: 'Indexed', parallelism: 1 }, 'spec.completions: Required value: when completion mode is Indexed'],
    [
      { podFailurePolicy: { rules: [] }, podReplacementPolicy: 'TerminatingOrFailed' },
      'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
    ],
    [{ managedBy: 'mine' }, 'spec.managedBy: Invalid value: "mine": must be a domain-prefixed path (such as "acme.io/foo")'],
  ])('%j', (spec, message) => expect(refused(spec)).toBe(message))

  test('another template, another selector', () => {
    const cluster = plane()
    cluster.client.create(job())
    const message = refusal(() =>
      cluster.client.patch('Job', jobOf(cluster), 'json', [
        { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'alpine' },
      ]),
    )
    expect(message).toMatch(/spec\.template: Invalid value: .*: field is immutable$/)
  })

  test('but the resources of a suspended one may be changed', () => {
    const cluster = plane()
    cluster.client.create(job({ suspend: true }))
    cluster.run(1_000)
    const resources = { requests: { cpu: '100m' } }
    const patch = [{ op: 'replace', path: '/spec/template/spec/containers/0/resources', value: resources }]
    expect(refusal(() => cluster.client.patch('Job', jobOf(cluster), 'json', patch))).toBe('')
    expect(jobOf(cluster).spec.template.spec.containers[0]!.resources).toEqual(resources)
  })
})
