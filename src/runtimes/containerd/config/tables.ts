/** Tables of the CRI: one in format 2, which from 3 on is its server's alone beside one for images and one for pods. */
export const CRI = ['plugins', 'io.containerd.grpc.v1.cri'] as const
export const IMAGES = ['plugins', 'io.containerd.cri.v1.images'] as const
export const RUNTIME = ['plugins', 'io.containerd.cri.v1.runtime'] as const
