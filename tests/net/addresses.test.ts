import { describe, expect, test } from 'vitest'
import { Kernel } from '../../src/kernel/kernel'
import { createAddresses } from '../../src/net/addresses'
import { ipNumber, ipText } from '../../src/net/ip'

describe('addresses', () => {
  test('cluster IPs: what is asked for, else one by chance beyond the band of those who ask', () => {
    const addresses = createAddresses(new Kernel(1))
    expect(addresses.takeClusterIP('10.96.0.10')).toBeUndefined()
    expect(addresses.takeClusterIP('10.96.0.10')).toBe('taken')
    expect(addresses.takeClusterIP('10.112.0.1')).toBe('outside')
    expect(addresses.takeClusterIP('nonsense')).toBe('outside')
    addresses.freeClusterIP('10.96.0.10')
    expect(addresses.takeClusterIP('10.96.0.10')).toBeUndefined()
    for (let i = 0; i < 100; i++) expect(ipNumber(addresses.nextClusterIP()!)).toBeGreaterThan(ipNumber('10.96.1.0'))
  })

  test('node ports run out, and come back', () => {
    const addresses = createAddresses(new Kernel(1))
    expect(addresses.takeNodePort(29_999)).toBe('outside')
    const all = new Set<number>()
    for (let i = 0; i < 2768; i++) all.add(addresses.nextNodePort()!)
    expect(all.size).toBe(2768)
    expect(addresses.nextNodePort()).toBeUndefined()
    addresses.freeNodePort(31_000)
    expect(addresses.nextNodePort()).toBe(31_000)
  })

  test('every node has a range, every pod an address of it, reused only after a round', () => {
    const addresses = createAddresses(new Kernel(1))
    expect(['a', 'b', 'a'].map((node) => addresses.podCIDR(node))).toEqual(['10.244.0.0/24', '10.244.1.0/24', '10.244.0.0/24'])
    expect([addresses.nextPodIP('b'), addresses.nextPodIP('b')]).toEqual(['10.244.1.2', '10.244.1.3'])
    addresses.freePodIP('10.244.1.2')
    expect(addresses.nextPodIP('b')).toBe('10.244.1.4')
    for (let i = 0; i < 251; i++) expect(addresses.nextPodIP('b')).toBeDefined()
    expect(addresses.nextPodIP('b')).toBeUndefined()
    addresses.freeNode('a')
    expect(addresses.podCIDR('c')).toBe('10.244.0.0/24')
  })

  test('5000 nodes have 5000 ranges, none of them among the services', () => {
    const addresses = createAddresses(new Kernel(1))
    const ranges = new Set(Array.from({ length: 5000 }, (_, i) => addresses.podCIDR(`n${i}`)))
    expect(ranges.size).toBe(5000)
    for (const range of ranges) expect(range).toMatch(/^10\.(11[2-9]|1[2-9]\d|2[0-4]\d)\./)
  })

  test('a keyframe holds it all', () => {
    const kernel = new Kernel(1)
    const addresses = createAddresses(kernel)
    addresses.nextPodIP('a')
    const keyframe = kernel.save()
    const draw = () => [addresses.nextClusterIP(), addresses.nextNodePort(), addresses.nextPodIP('a'), addresses.podCIDR('b')]
    const first = draw()
    kernel.load(keyframe)
    expect(draw()).toEqual(first)
  })

  test('numbers and texts of addresses', () => {
    for (const ip of ['0.0.0.0', '10.96.0.1', '255.255.255.255']) expect(ipText(ipNumber(ip))).toBe(ip)
    expect(ipNumber('1.2.3')).toBeNaN()
    expect(ipNumber('1.2.3.256')).toBeNaN()
  })
})
