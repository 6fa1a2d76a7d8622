/** A node as np_nodes has kubectl print it. */
export function node(name: string, ready: string, said = '', runtime = 'cri-o://1.36.1', kubelet = 'v1.36.5'): string {
  const reason = ready === 'True' ? 'KubeletReady' : 'KubeletNotReady'
  return [name, ...[runtime, kubelet, ready, reason, said].map((text) => JSON.stringify(text))].join(' ')
}

/** What kubelet says of a node that lacks nothing but a network, from 1.24 on and before. */
export const networkMissing = [
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
  'runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: No CNI configuration file in /etc/cni/net.d/. Has your network provider started?',
] as const

/** A kubectl that is asked for nodes, by np_nodes and nobody else, and has these. */
export const kubectlWith = (...nodes: readonly string[]): string => `case "$*" in
'get nodes -o go-template={{range .items}}'*) cat <<'END'
${nodes.join('\n')}
END
;;
*) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac`
