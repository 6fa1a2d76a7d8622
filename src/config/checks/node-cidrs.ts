import { subnetLimits } from '../../kubernetes/versions/compatibility.ts'
import { textAt, toValue } from '../../yaml/node.ts'
import type { YamlDocument } from '../../yaml/node.ts'

/** What a ClusterConfiguration among the documents says of networks. */
export interface NodeCidrs {
  /** The controller manager gives every node a part of podSubnet. */
  readonly allocated: boolean
  /** Prefix of that part by family; undefined where what is written is not one, which kubeadm says itself. */
  maskOf(family: 4 | 6, isDual: boolean): number | undefined
  /** The feature gate that dual stack needed at first. */
  readonly dualStackGate: boolean
}

/** Reads them from `controllerManager.extraArgs`, a map before v1beta4 and a list of name and value from then on. */
export function readNodeCidrs(documents: readonly YamlDocument[]): NodeCidrs {
  const document = documents.find(({ root }) => textAt(root, ['kind']) === 'ClusterConfiguration')
  const value = document === undefined ? {} : (toValue(document.root) as Record<string, unknown>)
  const args = argsOf(at(value, ['controllerManager', 'extraArgs']))
  return {
    allocated: args.get('allocate-node-cidrs') !== 'false',
    maskOf: (family, isDual) => {
      const given =
        args.get(`node-cidr-mask-size-ipv${family}`) ?? (isDual ? undefined : args.get('node-cidr-mask-size'))
      if (given === undefined) return subnetLimits.nodeMask[family]
      return /^\d{1,3}$/.test(given) && Number(given) <= (family === 4 ? 32 : 128) ? Number(given) : undefined
    },
    dualStackGate: at(value, ['featureGates', 'IPv6DualStack']) === true,
  }
}

function argsOf(given: unknown): ReadonlyMap<string, string> {
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(given)
    ? given.map((item) => [at(item, ['name']), at(item, ['value'])] as const)
    : typeof given === 'object' && given !== null
      ? Object.entries(given)
      : []
  return new Map(pairs.map(([name, value]) => [String(name), String(value)]))
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    value,
  )
}
