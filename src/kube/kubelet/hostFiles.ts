import { machineIdOf, OS_IMAGE } from '../node/nodeStatus'

const [, os = '', version = '', codename = ''] = /^(\S+).* (\d+) \((\w+)\)$/.exec(OS_IMAGE) ?? []

/** What a pod finds on a node's disk that nobody here wrote: the few files which tell what machine this is. */
export const hostFiles = (node: string): Readonly<Record<string, string>> => ({
  '/etc/hostname': `${node}\n`,
  '/etc/machine-id': `${machineIdOf(node)}\n`,
  '/etc/os-release': `PRETTY_NAME="${OS_IMAGE}"\nID=${os.toLowerCase()}\nVERSION_ID="${version}"\nVERSION_CODENAME=${codename}\n`,
})
