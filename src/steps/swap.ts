import * as z from 'zod'
import { joinSh, raw, sh } from '../shell/sh.ts'
import { defineStep } from './step.ts'
import { rewriteFile } from '../shell/text-file.ts'

const params = z.strictObject({ state: z.literal('off').describe('No swap now and none after a reboot.') })

const swapLine = '$1 !~ /^#/ && $3 == "swap"'

// Units that swap on at boot: a link in some .wants or .requires folder, put there by a person, a package or a generator
// (fstab, discovered partitions, zram-generator). One that is masked in /etc does nothing.
const swapUnits = raw(`np_swap_units() {
for np_folder in /etc/systemd/system /run/systemd/generator /run/systemd/generator.late /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
for np_link in "$np_folder"/*.wants/*.swap "$np_folder"/*.requires/*.swap "$np_folder"/*.wants/zramswap.service "$np_folder"/*.wants/zram-config.service "$np_folder"/*.wants/dphys-swapfile.service "$np_folder"/*.wants/swapspace.service; do
[ -L "$np_link" ] || [ -e "$np_link" ] || continue
np_link=\${np_link##*/}
[ -c "/etc/systemd/system/$np_link" ] || printf '%s\\n' "$np_link"
done
done
}`)

// A unit file that itself lies in /etc cannot be masked, only disabled.
const maskUnits = raw(`np_swap_units | sort -u >"$NP_RUN/swap-units"
while read -r np_unit; do
np_remember unit "$np_unit" enabled
systemctl stop "$np_unit" || :
if [ -e "/etc/systemd/system/$np_unit" ]; then systemctl disable "$np_unit"; else systemctl mask "$np_unit"; fi
done <"$NP_RUN/swap-units"`)

const noneInUse = raw('{ [ ! -e /proc/swaps ] || { read -r np_head && ! read -r np_entry; } </proc/swaps; }')

/** No swap. */
export const swap = defineStep({
  kind: 'swap',
  description:
    'No swap, now and after a reboot: lines of /etc/fstab are commented with the mark `# nodeprep: `, and units that swap on (also those made for discovered partitions and for zram) are stopped and masked. Everything is remembered under /var/lib/nodeprep/before.',
  example: `id: no-swap
swap: { state: "off" }
`,
  params,
  title: () => 'swap off now and after a reboot',
  changes: () =>
    joinSh([
      swapUnits,
      raw(`[ ! -e /proc/swaps ] || awk 'NR > 1 { print "- swap in use: " $1 }' /proc/swaps`),
      sh`[ ! -e /etc/fstab ] || awk ${`${swapLine} { print "- /etc/fstab: " $0 }`} /etc/fstab`,
      raw(`np_swap_units | sort -u | sed 's/^/- unit /'`),
    ]),
  check: () =>
    joinSh([
      swapUnits,
      sh`${noneInUse} &&`,
      sh`{ [ ! -e /etc/fstab ] || awk ${`${swapLine} { exit 1 }`} /etc/fstab; } &&`,
      raw(`[ -z "$(np_swap_units)" ]`),
    ]),
  apply: () =>
    joinSh([
      swapUnits,
      sh`[ ! -e /etc/fstab ] || awk ${`${swapLine} { exit 1 }`} /etc/fstab || {`,
      rewriteFile('/etc/fstab', `${swapLine} { print "# nodeprep: " $0; next } { print }`),
      raw('}'),
      raw(`[ ! -d /run/systemd/system ] || {`),
      // Forgets the units that were generated from fstab.
      raw('systemctl daemon-reload'),
      maskUnits,
      raw('}'),
      sh`${noneInUse} || {`,
      raw(`np_remember swap in-use "$(awk 'NR > 1 { print $1 }' /proc/swaps)"`),
      raw(`np_say 'moving what is swapped out back into memory'`),
      raw(`swapoff -a || np_fail 'swapoff failed: probably there is too little free memory for what is swapped out'`),
      raw('}'),
    ]),
})
