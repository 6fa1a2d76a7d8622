import type { Lab } from '../lab/lab.ts'

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 10
      containers:
        - name: web
          image: registry.lab:5000/library/nginx:latest
          # As every pod behind a Service has to: until all nodes know that it goes, it answers.
          lifecycle: { preStop: { exec: { command: [sh, -c, sleep 5 || busybox sleep 5] } } }
---
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 2, selector: { matchLabels: { app: web } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`

const kubectl = (lab: Lab, args: string, input = '') =>
  lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`, input)

/** Three pods behind a Service, two of which have to be there always. */
export async function deployWeb(lab: Lab): Promise<void> {
  await kubectl(lab, 'apply -f -', web)
  await kubectl(lab, 'rollout status deployment web --timeout=120s')
}

/** Ends the program of a run on a host with -9, and all it started, at the moment when it begins a step. */
export function killAt(lab: Lab, host: string, step: string) {
  return lab.exec(
    host,
    `began() { grep -c ' ${step} began' /var/lib/nodeprep/journal; }
     before=$(began); i=0
     while [ "$(began)" = "$before" ] && [ "$i" -lt 3000 ]; do sleep 0.05; i=$((i + 1)); done
     pkill -9 -s "$(sed -n 2p /run/nodeprep/lock)"`,
  )
}

/** A client on a node asks the Service over and over while something is done; what it got that was no page. */
export async function whileAsking<T>(
  lab: Lab,
  host: string,
  act: () => Promise<T>,
): Promise<{ result: T; asked: number; failed: string }> {
  const { stdout: address } = await kubectl(lab, `get service web -o 'jsonpath={.spec.clusterIP}'`)
  const { code } = await lab.exec(
    host,
    `rm -f /run/asked* /run/stop; cat >/run/ask <<'END'
get() { got=$(timeout 5 bash -c "exec 3<>/dev/tcp/${address}/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3" 2>&1); case $got in *'200 OK'*) ;; *) false ;; esac; }
if [ "$1" = first ]; then
  n=0
  until get; do n=$((n + 1)); [ "$n" -lt 60 ] || exit 1; sleep 0.3; done
  exit
fi
while [ ! -e /run/stop ]; do
  if get; then echo >>/run/asked; else echo "$(date) $got" >>/run/asked-failed; fi
  sleep 0.3
done
END
# kube-proxy of this node may not know of the Service yet.
bash /run/ask first || exit 1
setsid bash /run/ask </dev/null >/dev/null 2>&1 &`,
  )
  if (code !== 0) throw new Error(`the Service at ${address} does not answer ${host}`)
  const result = await act()
  const { stdout } = await lab.exec(host, ': >/run/stop; wc -l </run/asked; cat /run/asked-failed 2>/dev/null')
  const [asked = '', ...failed] = stdout.split('\n')
  return { result, asked: Number(asked), failed: failed.join('\n').trim() }
}
