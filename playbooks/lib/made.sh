# Marks below /var/lib/nodeprep/made, whose names say what nodeprep made here or in the cluster: without them nobody would know
# what to take back once cluster.yaml does not have it any more. They stand before it is made and go when it is gone.

# np_noted MARK…: nothing is applied, or all of them stand.
np_noted() {
  [ "$NP_MODE" = apply ] || return 0
  for np_one do [ -e "$NP_STATE/made/$np_one" ] || return 1; done
}
np_note() {
  mkdir -p "$NP_STATE/made"
  for np_one do np_mark "made/$np_one"; done
}
# np_unnoted MARK…: nothing is applied, or none of them stands.
np_unnoted() { [ "$NP_MODE" != apply ] || np_none_made "$@"; }
np_none_made() { for np_one do [ ! -e "$NP_STATE/made/$np_one" ] || return 1; done; }
np_unnote() { for np_one do rm -f "$NP_STATE/made/$np_one"; done; }
