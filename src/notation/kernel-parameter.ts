/** Names and values that mean themselves to the shell that update-grub is, to GRUB's own, to grubby and to the kernel. */
export const parameterName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
export const parameterValue = /^[A-Za-z0-9._,:@%+=/-]*$/
