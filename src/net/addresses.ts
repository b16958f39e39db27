import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import { ipNumber, ipText } from './ip'
import { createPool, type Refusal } from './pool'

export const SERVICE_CIDR = '10.96.0.0/12'
export const NODE_PORTS = '30000-32767'
/** The API server's own service, and the cluster's DNS. */
export const KUBERNETES_IP = '10.96.0.1'
export const DNS_IP = '10.96.0.10'
/** The machine on which the API server runs. */
export const API_SERVER_IP = '10.0.0.2'

/** Every address of a cluster that is handed out: to services, to nodes, to pods. Its state is part of each keyframe. */
export interface Addresses {
  /** Takes this cluster IP, or says why not. */
  takeClusterIP(ip: string): Refusal | undefined
  /** A free cluster IP; undefined when the range is full. */
  nextClusterIP(): string | undefined
  freeClusterIP(ip: string): void
  takeNodePort(port: number): Refusal | undefined
  nextNodePort(): number | undefined
  freeNodePort(port: number): void
  /** The range of a node's pods, `10.244.N.0/24`; the same as long as the node is there. */
  podCIDR(node: string): string
  /** The node is gone: its range may go to another, and its pods' addresses are free. */
  freeNode(node: string): void
  /** The next free address of a node's range; undefined when all 253 are in use. */
  nextPodIP(node: string): string | undefined
  freePodIP(ip: string): void
}

interface SavedAddresses {
  readonly services: SavedMap<number, true>
  readonly ports: SavedMap<number, true>
  readonly ranges: SavedMap<string, number>
  readonly holders: SavedMap<number, string>
  readonly last: SavedMap<number, number>
  readonly pods: SavedMap<number, true>
}

/** Hosts of a /24 that pods can have: not the network, its gateway or the broadcast. */
const FIRST_HOST = 2
const LAST_HOST = 254

/** Hands out addresses as kubeadm's defaults have them. Which service gets which is chance, from streams of their own. */
export function createAddresses(kernel: Kernel): Addresses {
  // The first 256 addresses and 86 ports are left to those who ask by number (Service IP and port ranges: static band).
  const base = ipNumber('10.96.0.0')
  const services = createPool({ from: base + 1, to: base + 2 ** 20 - 2, dynamic: base + 257 }, kernel.random('net/clusterIP'))
  const ports = createPool({ from: 30_000, to: 32_767, dynamic: 30_086 }, kernel.random('net/nodePort'))
  const ranges = new CowMap<string, number>()
  const holders = new CowMap<number, string>()
  const last = new CowMap<number, number>()
  const pods = new CowMap<number, true>()

  kernel.part<SavedAddresses>('addresses', {
    save: () => ({
      services: services.save(),
      ports: ports.save(),
      ranges: ranges.save(),
      holders: holders.save(),
      last: last.save(),
      pods: pods.save(),
    }),
    load(state) {
      services.load(state.services)
      ports.load(state.ports)
      ranges.load(state.ranges)
      holders.load(state.holders)
      last.load(state.last)
      pods.load(state.pods)
    },
  })

  const rangeOf = (node: string): number => {
    const known = ranges.get(node)
    if (known !== undefined) return known
    let range = ranges.size
    // Ranges come back only when nodes go; as long as none went, the next one is free at once.
    if (holders.has(range)) for (range = 0; holders.has(range); range++);
    ranges.set(node, range)
    holders.set(range, node)
    return range
  }

  return {
    takeClusterIP(ip) {
      const number = ipNumber(ip)
      return Number.isNaN(number) ? 'outside' : services.take(number)
    },
    nextClusterIP() {
      const number = services.next()
      return number === undefined ? undefined : ipText(number)
    },
    freeClusterIP: (ip) => services.free(ipNumber(ip)),
    takeNodePort: (port) => ports.take(port),
    nextNodePort: () => ports.next(),
    freeNodePort: (port) => ports.free(port),
    podCIDR: (node) => `${ipText(networkOf(rangeOf(node)))}/24`,
    freeNode(node) {
      const range = ranges.get(node)
      if (range === undefined) return
      for (let host = FIRST_HOST; host <= LAST_HOST; host++) pods.delete(networkOf(range) + host)
      last.delete(range)
      holders.delete(range)
      ranges.delete(node)
    },
    nextPodIP(node) {
      const range = rangeOf(node)
      const hosts = LAST_HOST - FIRST_HOST + 1
      const start = (last.get(range) ?? LAST_HOST) - FIRST_HOST + 1
      for (let i = 0; i < hosts; i++) {
        const host = FIRST_HOST + ((start + i) % hosts)
        const ip = networkOf(range) + host
        if (pods.has(ip)) continue
        pods.set(ip, true)
        last.set(range, host)
        return ipText(ip)
      }
      return undefined
    },
    freePodIP: (ip) => void pods.delete(ipNumber(ip)),
  }
}

/** 10.244.N.0; beyond 256 nodes the ranges go on in 10.112.0.0, where nothing else is. */
const networkOf = (range: number): number =>
  (range < 256 ? ipNumber('10.244.0.0') : ipNumber('10.112.0.0') - 65_536) + range * 256
