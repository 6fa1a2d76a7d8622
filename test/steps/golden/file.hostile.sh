# file /etc/it's $(here) — `and` "there"
# /etc/it's $(here) — `and` "there"
#   no newline
#   
#   at the end
changes() {
np_tell_owner '/etc/it'\''s $(here) — `and` "there"' 41c7247daeef8d66c2de129a23d8ac74f63889a016b7b552c28a98b640ad4fb0 0600 root root
}
check() {
np_file_is '/etc/it'\''s $(here) — `and` "there"' 41c7247daeef8d66c2de129a23d8ac74f63889a016b7b552c28a98b640ad4fb0 0600 root root
}
apply() {
[ ! -d '/etc/it'\''s $(here) — `and` "there"' ] || [ -L '/etc/it'\''s $(here) — `and` "there"' ] || np_fail '/etc/it'\''s $(here) — `and` "there" is a folder; move it away first'
np_put content '/etc/it'\''s $(here) — `and` "there"' 0600 root root
}
