export interface Member {
  readonly name: string
  readonly up: boolean
  /** It never started, so that etcd knows no name and no URL of clients. */
  readonly unstarted?: boolean
}
export const idOf = (index: number) => `1453252750036284230${index}`

/** What the HTTP gateway of etcd says its members are. */
const listOf = (members: readonly Member[], without = -1) =>
  JSON.stringify({
    header: { cluster_id: '12102231493559379567', member_id: idOf(0), raft_term: '8' },
    members: members
      .map(({ name, unstarted = false }, i) => ({
        ID: idOf(i),
        ...(!unstarted && { name }),
        peerURLs: [`https://[fd00::${i}]:2380`],
        ...(!unstarted && { clientURLs: [`https://[fd00::${i}]:2379`] }),
      }))
      .filter((_, i) => i !== without),
  })

/** An etcd that is asked by socat with the right certificate, whose members of these answer; it tells what was removed. */
export const socat = (members: readonly Member[], api: string) => {
  const tls =
    'connect-timeout=5,commonname=localhost,cafile=$pki/ca.crt,cert=$pki/healthcheck-client.crt,key=$pki/healthcheck-client.key'
  const down = members.flatMap(({ up }, i) => (up ? [] : [`'OPENSSL:[fd00::${i}]:2379'`]))
  const list = listOf(members)
  const later = members.map((_, i) => listOf(members, i))
  return `pki=$ROOT/etc/kubernetes/pki/etcd
[ "$1 $2 $3 \${4#*,}" = "-T 10 -,ignoreeof ${tls}" ] || { echo "unexpected: socat $*" >&2; exit 99; }
read -r method path version
body=$(sed '1,/^.$/d')
[ ! -e "$ROOT/gone" ] && list='${list}' || case $(cat "$ROOT/gone") in ${later.map((text, i) => `${idOf(i)}) list='${text}' ;;`).join(' ')} esac
printf 'HTTP/1.0 200 OK\\r\\nContent-Type: application/json\\r\\n\\r\\n'
case "$method $path $body" in
'GET /health ') case \${4%%,*} in ${[...down, 'none'].join(' | ')}) exit 1 ;; *) printf '{"health":"true"}' ;; esac ;;
'POST ${api}/cluster/member/list {}') printf '%s' "$list" ;;
'POST ${api}/cluster/member/remove {"ID":"'*) id=\${body#*:?}; id=\${id%??}; echo "remove $id" >>"$ROOT/calls"; echo "$id" >"$ROOT/gone"; printf '{"header":{},"members":[]}' ;;
*) printf '404 page not found' ;;
esac`
}

export const member = (name: string, up = true): Member => ({ name, up })
