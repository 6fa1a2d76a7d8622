import { describe, expect, it } from 'vitest'
import { flannelImages, flannelNetConf } from '../../../src/kubernetes/versions/flannel.ts'

describe("flannel's images", () => {
  it.each([
    [undefined, 'ghcr.io/flannel-io/flannel:v0.28.9'],
    ['0.26.4', 'ghcr.io/flannel-io/flannel:v0.26.4'],
    ['0.26.3', 'docker.io/flannel/flannel:v0.26.3'],
    ['0.21.0', 'docker.io/flannel/flannel:v0.21.0'],
    ['0.20.2', 'docker.io/rancher/mirrored-flannelcni-flannel:v0.20.2'],
    ['0.14.0', 'quay.io/coreos/flannel:v0.14.0'],
  ])('of release %s are at %s', (version, image) => {
    expect(flannelImages(version).image).toBe(image)
  })
})

describe("flannel's network", () => {
  it.each([
    ['10.244.0.0/16', { Network: '10.244.0.0/16', Backend: { Type: 'vxlan' } }],
    ['fd00::/48', { EnableIPv4: false, EnableIPv6: true, IPv6Network: 'fd00::/48', Backend: { Type: 'vxlan' } }],
    [
      'fd00::/48,10.244.0.0/16',
      { Network: '10.244.0.0/16', EnableIPv6: true, IPv6Network: 'fd00::/48', Backend: { Type: 'vxlan' } },
    ],
  ])('of podSubnet %s', (podSubnet, expected) => {
    expect(JSON.parse(flannelNetConf(podSubnet))).toEqual(expected)
  })
})
