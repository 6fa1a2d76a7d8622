# np_settings_compare WHAT: reads what is wanted and what there is, see node-settings.sh.
# check: true if nothing differs. changes: prints what differs, a line each. missing: prints the names of nodes that have to be
# there and are not. patches: prints «NODE JSON» for each node that differs, a merge patch. False if not all was told.
np_settings_compare() {
  awk -v what="$1" '
    function name_of(word) { return substr(word, 1, index(word, "=") - 1) }
    function value_of(word) { return substr(word, index(word, "=") + 1) }
    function bare(value) { sub(/@.*/, "", value); return value }
    function text(value, table, i, all) {
      all = ""
      for (i = 1; i < length(value); i += 2) all = all table[substr(value, i, 2)]
      return all
    }
    # A key with its value; of one that is too long for a line, or no text, the size alone. No hex: there is none.
    function shown(key, value, kind, effect, said) {
      kind = effect = key
      sub(/:.*/, "", kind)
      key = substr(key, length(kind) + 2)
      if (kind == "taint") { sub(/.*:/, ":", effect); sub(/:.*/, "", key) } else effect = ""
      said = length(value) > 160 || value ~ /^(..)*([01].|7f)/ ? "(" length(value) / 2 " bytes)" : text(value, byte)
      return kind " " key (value == "none" || kind == "taint" && said == "" ? "" : "=" said) effect
    }
    function say(mark, node, said) { line[++lines] = mark " " node ": " said }
    function taint(key, value, since, effect) {
      effect = key
      sub(/.*:/, "", effect)
      sub(/^taint:/, "", key)
      sub(/:.*/, "", key)
      return "{\"key\":\"" key "\"" (value == "" ? "" : ",\"value\":\"" text(value, byte) "\"") ",\"effect\":\"" effect "\"" (since == "" ? "" : ",\"timeAdded\":\"" since "\"") "}"
    }
    function put(key, value) {
      if (key ~ /^taint:/) tainted = 1
      else if (key ~ /^label:/) labels = labels (labels == "" ? "" : ",") "\"" substr(key, 7) "\":" value
      else annotations = annotations (annotations == "" ? "" : ",") "\"" substr(key, 12) "\":" value
    }
    # What an annotation says goes into patches: nothing but keys may.
    function is_key(word) { return word ~ /^(label|annotation):[A-Za-z0-9._\/-]+$/ || word ~ /^taint:[A-Za-z0-9._\/-]+:(NoSchedule|PreferNoSchedule|NoExecute)$/ }
    function compare(node, i, key, value, old, now, count, words, had, list, before) {
      before = lines
      split("", is); split("", set); split("", want); split("", order)
      labels = annotations = list = now = ""
      tainted = taints = 0
      for (i = 4; i <= NF; i++) {
        key = name_of($i)
        is[key] = value_of($i)
        if (key ~ /^taint:/) order[++taints] = key
      }
      old = "annotation:nodeprep.dev/set" in is ? text(is["annotation:nodeprep.dev/set"], byte) : ""
      had = split(old, former, " ")
      for (i = 1; i <= had; i++) if (is_key(former[i])) set[former[i]] = 1
      count = split(wanted[node], words, " ")
      for (i = 3; i <= count; i++) {
        key = name_of(words[i])
        want[key] = value = value_of(words[i])
        now = now (now == "" ? "" : " ") key
        if (key in is && bare(is[key]) == value) {
          if (!(key in set)) say(" ", node, shown(key, value) " is already set; nodeprep manages it from now on")
          continue
        }
        if (key in is) say("-", node, shown(key, bare(is[key])) (key in set ? "" : " (not set by nodeprep)"))
        else if (key ~ /^taint:/) order[++taints] = key
        say("+", node, shown(key, value))
        put(key, "\"" text(value, json) "\"")
      }
      for (i = 1; i <= had; i++) {
        key = former[i]
        if (!(key in set) || key in want) continue
        if (key in is) { say("-", node, shown(key, bare(is[key]))); put(key, "null") }
        else say("-", node, shown(key, "none") " (already removed)")
        delete set[key]
        gone[node, key] = 1
      }
      if (now != old) {
        if (lines == before) say(" ", node, "the annotation nodeprep.dev/set is corrected")
        put("annotation:nodeprep.dev/set", now == "" ? "null" : "\"" now "\"")
      }
      if (lines == before) return
      for (i = 1; i <= taints; i++) {
        key = order[i]
        if ((node, key) in gone) continue
        value = key in want ? want[key] : bare(is[key])
        list = list (list == "" ? "" : ",") taint(key, value, is[key] ~ /@/ && bare(is[key]) == value ? substr(is[key], index(is[key], "@") + 1) : "")
      }
      value = tainted ? "\"resourceVersion\":\"" $3 "\"" : ""
      if (labels != "") value = value (value == "" ? "" : ",") "\"labels\":{" labels "}"
      if (annotations != "") value = value (value == "" ? "" : ",") "\"annotations\":{" annotations "}"
      patch[++patches] = node " {\"metadata\":{" value "}" (tainted ? ",\"spec\":{\"taints\":" (list == "" ? "null" : "[" list "]") "}" : "") "}"
    }
    BEGIN {
      lines = patches = wants = 0
      for (i = 0; i < 256; i++) {
        hex = sprintf("%02x", i)
        byte[hex] = sprintf("%c", i)
        json[hex] = i < 32 ? "\\u00" hex : i == 34 || i == 92 ? "\\" byte[hex] : byte[hex]
      }
      json["09"] = "\\t"; json["0a"] = "\\n"; json["0d"] = "\\r"
    }
    $1 == "nodes" || $1 == "members" { for (i = 2; i <= NF; i++) named[$1, $i] = 1; next }
    $1 == "want" { if (("nodes", $2) in named) { wanted[$2] = $0; asked[++wants] = $2 }; next }
    $1 == "node" && ("nodes", $2) in named { there[$2] = 1; compare($2) }
    $1 == "end" { whole = 1 }
    END {
      if (!whole) exit 1
      for (n = 1; n <= wants; n++) {
        if (asked[n] in there || !(("members", asked[n]) in named)) continue
        missing = missing (missing == "" ? "" : ", ") asked[n]
        count = split(wanted[asked[n]], words, " ")
        for (i = 3; i <= count; i++) say("+", asked[n], shown(name_of(words[i]), value_of(words[i])))
      }
      if (what == "check") exit (lines > 0)
      if (what == "missing" && missing != "") print missing
      if (what == "changes") for (i = 1; i <= lines; i++) print line[i]
      if (what == "patches") for (i = 1; i <= patches; i++) print patch[i]
    }'
}
