import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cidr, ipAddress, isIP, isIPv4, isIPv6, socketAddress } from '../../src/api/ip'
import * as names from '../../src/api/names'

describe('names', () => {
  test('a label is told when only its dots are wrong', () => {
    expect(names.dns1123Label('a.b')).toEqual(['must not contain dots'])
    expect(names.dns1123Label('A.b')[0]).toMatch(/^a lowercase RFC 1123 label must consist of/)
  })

  test('every label is a subdomain, and joined labels are too', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/)
    fc.assert(
      fc.property(label, label, (a, b) => {
        expect(names.dns1123Label(a)).toEqual([])
        expect(names.dns1123Subdomain(`${a}.${b}`)).toEqual([])
        expect(names.wildcardDns1123Subdomain(`*.${a}.${b}`)).toEqual([])
      }),
    )
  })

  test('a qualified name has one slash at most', () => {
    expect(names.qualifiedName('a/b/c')[0]).toMatch(
      /^a valid label key must consist of .* with an optional DNS subdomain prefix and '\/'/,
    )
    expect(names.qualifiedName('example.com/')).toHaveLength(2)
    expect(names.qualifiedName('example.com/MyName')).toEqual([])
  })

  test('environment variables: relaxed in manifests, strict from files', () => {
    expect(names.envVarName('1 odd-name')).toEqual([])
    expect(names.envVarName('a=b')).toEqual([
      "a valid environment variable name must consist only of printable ASCII characters other than '='",
    ])
    expect(names.envVarName('')).toEqual(['environment variable name must be non-empty'])
    expect(names.strictEnvVarName('1a')).toHaveLength(1)
    expect(names.strictEnvVarName('..a')).toEqual(["must not start with '..'"])
  })

  test('a line break is never part of a valid name', () => {
    for (const rule of [names.dns1123Label, names.labelValue, names.configMapKey, names.portName, names.percent])
      expect(rule('1a\n')).not.toEqual([])
  })

  test('length is counted in bytes', () => {
    expect(names.dns1123Label('가'.repeat(22))[0]).toBe('must be no more than 63 characters')
    expect(names.labelValue('가'.repeat(21))).toHaveLength(1)
  })

  test('ports', () => {
    expect(names.portName('a--b')).toEqual(['must not contain consecutive hyphens'])
    expect(names.portName('80')).toEqual(['must contain at least one letter (a-z)'])
    expect(names.portNumber(70000)).toEqual(['must be between 1 and 65535, inclusive'])
  })
})

describe('addresses', () => {
  test.each(['::', '::1', '1::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::ffff:1.2.3.4', 'fe80::1'])('%s is IPv6', (text) => {
    expect([isIPv6(text), isIPv4(text), isIP(text)]).toEqual([true, false, true])
  })

  test.each([
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '12345::',
    '::1.2.3',
    '::1.2.3.4:5',
    '1:2',
    '256.1.1.1',
    '1.1.1',
    '1.1.1.-1',
  ])('%j is no address', (text) => expect(ipAddress(text)).toHaveLength(1))

  test('every four bytes are an address, and its network parses', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), fc.integer({ min: 0, max: 40 }), (parts, bits) => {
        const address = parts.join('.')
        expect(isIPv4(address)).toBe(true)
        expect(isIPv6(`::${address}`)).toBe(true)
        expect(cidr(`${address}/${bits}`)).toHaveLength(bits <= 32 ? 0 : 1)
      }),
    )
  })

  test('socket addresses name what is wrong', () => {
    expect(socketAddress('[::1]:80')).toEqual([])
    expect(socketAddress('1.2.3.4:0')).toEqual(['must be between 1 and 65535, inclusive'])
    expect(socketAddress('::1:80')).toEqual(['must be a valid socket address format, (e.g. 0.0.0.0:10254 or [::]:10254)'])
  })
})
