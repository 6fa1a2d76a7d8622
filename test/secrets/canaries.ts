import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type HostSpec } from '../lab/lab.ts'
import { leaks, reportText } from './report.ts'
import { runCanaries } from './run-canaries.ts'

// `npm run canaries`: secrets in a whole run. With --two-control-planes a certificate key crosses hosts, too.
const hosts: readonly HostSpec[] = [
  { name: 'cp1', kind: 'debian12' },
  ...(process.argv.includes('--two-control-planes') ? [{ name: 'cp2', kind: 'debian12' } as const] : []),
  { name: 'w1', kind: 'centos' },
]
const progress = (text: string): void => void process.stderr.write(`canaries: ${text}\n`)
const lab = await createLab({ id: `canaries-${process.pid}`, hosts, artifacts: await ensureArtifacts() })
try {
  const result = await runCanaries(lab, progress)
  console.log(reportText(result))
  const unexpected = result.runs.some(({ exitCode, expected }) => exitCode !== expected)
  const wrong = Object.values(result.privileges).some(({ allowed, tooMuch }) => !allowed || tooMuch.length > 0)
  if (leaks(result).length > 0 || result.missed.length > 0 || wrong || unexpected) process.exitCode = 1
} finally {
  await lab.down()
}
