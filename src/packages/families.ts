/** Packages of one format, and the repositories of it that vendors publish. */
export type Family = 'deb' | 'rpm'

interface FamilyLayout {
  /** The architecture, given as Go calls it, as its packages spell it. */
  readonly arch: (arch: string) => string
  /** Where the signing key lies below a repository by the layout of the openSUSE Build Service, which pkgs.k8s.io has too. */
  readonly key: string
}

const RPM_ARCH: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' }

export const families: Readonly<Record<Family, FamilyLayout>> = {
  deb: { arch: (arch) => arch, key: 'Release.key' },
  rpm: { arch: (arch) => RPM_ARCH[arch] ?? arch, key: 'repodata/repomd.xml.key' },
}
