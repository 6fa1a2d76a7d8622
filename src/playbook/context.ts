import type { Cluster, Host } from '../cluster/cluster.ts'
import type { Roll } from '../rolling/roll.ts'
import type { Facts } from '../facts/facts.ts'
import type { Resolved } from '../kubernetes/resolved.ts'

/** What is known once every host's facts are in: who will join in this run. */
export interface RunContext {
  /** Name of the control plane that runs `kubeadm init`, or that already did. */
  readonly initHost: string
  /** Hosts of the cluster that have to join in this run, in the order of cluster.yaml. */
  readonly joining: readonly string[]
  /** Hosts that are nodes when the run has ended well: those that joined before, as far as they were asked, and those that join. */
  readonly members: readonly string[]
  readonly joiningControlPlanes: readonly string[]
  /** `NAME=ADDRESS,ADDRESS …` of joining hosts that have nothing of a cluster on them, with the addresses that their nodes will have. */
  readonly newcomers: string
  /** For a joining control plane: the one that must have joined before, or ''. Control planes join one at a time. */
  readonly joinsAfter: string
  /** flannel is told the address of each node, because a host has it on another interface than that of its default route. */
  readonly flannelByNodeAddress: boolean
  /** Labels, annotations and taints of nodes. */
  readonly nodeSettings: {
    /** A host of the run has some, or once had. */
    readonly used: boolean
    /** Hosts whose nodes are to have them: those that the limit names. */
    readonly nodes: readonly string[]
    /** What cluster.yaml has of them, as playbooks/lib/node-settings.sh reads it. */
    readonly wanted: string
  }
  /** What changes on the host in its turn, if cluster.yaml and the cluster differ. */
  readonly roll: Roll
}

export interface NodeContext {
  readonly host: Host
  readonly facts: Facts
  readonly resolved: Resolved
  /** An earlier run left it half way in its turn. */
  readonly interrupted: boolean
  readonly dead: false
  /** Names of all nodes that the operation is about. */
  readonly together?: readonly string[]
}

/** A node of which nothing is asked. */
export interface DeadNodeContext {
  /** Role and address are empty where cluster.yaml does not have it. */
  readonly host: { readonly name: string; readonly role: Host['role'] | ''; readonly address: string }
  readonly interrupted: false
  readonly dead: true
  readonly together?: readonly string[]
}

/** The one context of every `when`, value and template. */
export interface Context {
  readonly cluster: Cluster
  readonly host: Host
  /** Without texts of its files, like those of nodes. */
  readonly facts: Facts
  /** Versions, images, repositories that follow from the cluster and the host's facts. */
  readonly resolved: Resolved
  readonly run: RunContext
  /** Of a step that was included with values. */
  readonly with?: Readonly<Record<string, unknown>>
  /** Of a step of an operation: what its flags say. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Of a step that the first control plane does around the steps of one node of an operation: that node. */
  readonly node?: NodeContext | DeadNodeContext
  /** Of a step with `each`: the one of the list that it is planned for. */
  readonly item?: unknown
}
