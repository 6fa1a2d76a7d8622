const head = 'apiVersion: nodeprep.dev/v1alpha1\nkind: Playbook\nmetadata: { name: x, description: x }\nsteps:\n'

const texts: Readonly<Record<string, string>> = {
  good: `${head}  - id: overlay\n    kernelModule: { name: overlay }\n`,
  broken: `${head}  - id: overlay\n    kernelModul: { name: overlay }\n`,
  circle: `${head}  - include: around\n`,
  around: `${head}  - include: circle\n`,
}

/** The playbooks that those of the cases can include. */
export function included(name: string): { file: string; text: string } | undefined {
  const text = texts[name]
  return text === undefined ? undefined : { file: `${name}.yaml`, text }
}
