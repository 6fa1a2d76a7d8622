import type { Lab } from '../lab/lab.ts'
import { formsOf, type Canary } from './canary.ts'
import type { Evidence } from './evidence.ts'

/** Everything that is not the kernel's: the disk, what is in memory, and the container stores, which are mounts. */
const searchScript = String.raw`
umask 077
cat >/run/.canaries
export LC_ALL=C
list() {
  find / /run /dev/shm /var/lib/kubelet /var/lib/containers /var/lib/containerd /var/lib/etcd /var/lib/crio -xdev \
    -type f ! -path /run/.canaries ! -path /root/.lab-kubeadm -print0 2>/dev/null
}
echo "files $(list | tr -dc '\0' | wc -c)"
list | xargs -0 grep -lsaF -f /run/.canaries -- | sort -u | while IFS= read -r file; do
  grep -oaF -f /run/.canaries -- "$file" | sort -u | while IFS= read -r found; do
    printf '%s\t%s\t%s\n' "$(stat -c '%a %U' "$file")" "$file" "$found"
  done
done
rm -f /run/.canaries`

function placeOf(path: string): string {
  if (path.startsWith('/run/nodeprep')) return '/run/nodeprep'
  if (path.startsWith('/var/lib/nodeprep/')) return '/var/lib/nodeprep'
  if (/history$/.test(path)) return 'shell history'
  return path.startsWith('/var/log/') ? 'logs' : 'disk'
}

/** Searches all files of a host, and its journal. */
export async function searchHost(
  lab: Lab,
  host: string,
  canaries: readonly Canary[],
): Promise<{ readonly files: number; readonly evidence: readonly Evidence[] }> {
  const patterns = canaries.flatMap(formsOf)
  const { stdout, stderr } = await lab.exec(host, searchScript, `${patterns.join('\n')}\n`)
  const [first = '', ...lines] = stdout.split('\n')
  const files = Number(first.split(' ')[1])
  if (!(files > 1000)) throw new Error(`the disk of ${host} could not be searched: ${stdout}${stderr}`)
  const evidence = lines.filter(Boolean).map((line) => {
    const [access = '', where = '', text = ''] = line.split('\t')
    return { machine: host, place: placeOf(where), where, text, access }
  })
  const journal = await lab.exec(host, 'journalctl -q --no-pager -a -o export')
  if (journal.stdout.length < 1000) throw new Error(`the journal of ${host} could not be read: ${journal.stderr}`)
  return { files, evidence: [...evidence, { machine: host, place: 'logs', where: 'journal', text: journal.stdout }] }
}
