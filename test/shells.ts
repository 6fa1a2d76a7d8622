/**
 * Every shell that hosts have runs what is tried in several, as CI does it. Before a commit (`npm run check`) playbooks and most
 * cases of steps run in dash alone: what shells differ in is in the prelude, which is always tried in all.
 */
export const everyShell = process.env['NODEPREP_SHELLS'] === 'all'
