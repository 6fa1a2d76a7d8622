import { kubeadmApiVersion } from '../../kubernetes/versions/kubeadm-api.ts'
import type { KubeadmDocument } from '../../cluster/cluster.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'
import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import { startOf, textAt } from '../../yaml/node.ts'
import type { YamlDocument } from '../../yaml/node.ts'

const COMPONENT_VERSIONS: Readonly<Partial<Record<KubeadmDocument['kind'], string>>> = {
  KubeletConfiguration: 'kubelet.config.k8s.io/v1beta1',
  KubeProxyConfiguration: 'kubeproxy.config.k8s.io/v1alpha1',
}

/** A document must have the apiVersion that the cluster's kubeadm is spoken to in. */
export function checkApiVersion(document: YamlDocument, kind: KubeadmDocument['kind'], view: View): Problem[] {
  const given = textAt(document.root, ['apiVersion'])
  const component = COMPONENT_VERSIONS[kind]
  const version = view.text(['spec', 'kubernetes', 'version'])
  if (component !== undefined) return given === component ? [] : [problem(document, given, component, '')]
  if (version === undefined)
    return given?.startsWith('kubeadm.k8s.io/') === true ? [] : [problem(document, given, '', '')]
  const minor = minorOf(version)
  const wanted = kubeadmApiVersion(minor)
  return given === wanted ? [] : [problem(document, given, wanted, ` for Kubernetes ${minor}`)]
}

function problem(document: YamlDocument, given: string | undefined, wanted: string, why: string): Problem {
  const message =
    given === undefined
      ? 'is missing'
      : `expected ${JSON.stringify(wanted === '' ? 'kubeadm.k8s.io/…' : wanted)}${why}; got ${JSON.stringify(given)}`
  const asItHas = why === '' ? '' : ', and the fields as that version has them'
  const hint = wanted === '' ? '' : `write apiVersion: ${wanted}${asItHas}`
  return document.problem(startOf(document.root, ['apiVersion']), ['apiVersion'], message, hint)
}
