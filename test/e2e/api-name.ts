import type { Lab } from '../lab/lab.ts'

/** Leads names of the API server, `api.lab.test` and `api2.lab.test`, to a host, on all hosts, as DNS or a load balancer would. */
export async function leadNames(lab: Lab, hosts: readonly string[], to: string): Promise<void> {
  const line = `${lab.host(to).address} api.lab.test api2.lab.test`
  const script = `{ grep -v lab.test /etc/hosts; echo "${line}"; } >/tmp/hosts; cat /tmp/hosts >/etc/hosts`
  await Promise.all(hosts.map((host) => lab.exec(host, script)))
}
