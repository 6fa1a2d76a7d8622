# repository kubernetes (https://packages.example.com/core:/stable:/v1.31/deb/)
# /etc/apt/sources.list.d/nodeprep-kubernetes.list
#   # key: https://packages.example.com/core:/stable:/v1.31/deb/Release.key ABCDABCDABCDABCDABCDABCDABCDABCDABCDABCD
#   deb [arch=amd64 signed-by=/etc/apt/keyrings/nodeprep-kubernetes.asc] https://packages.example.com/core:/stable:/v1.31/deb/ /
check() {
[ -s /etc/apt/keyrings/nodeprep-kubernetes.asc ] && np_file_is /etc/apt/sources.list.d/nodeprep-kubernetes.list aba6693d6e88e88481d31b4c383780eed827d84c46217a2faee3962753d82ad8 0644 root root && np_apt_alone https://packages.example.com/core:/stable:/v1.31/deb/ /
}
apply() {
np_apt_others kubernetes https://packages.example.com/core:/stable:/v1.31/deb/ / ''
np_apt_key_kept kubernetes
np_apt_key kubernetes https://packages.example.com/core:/stable:/v1.31/deb/Release.key ABCDABCDABCDABCDABCDABCDABCDABCDABCDABCD || np_fail "$np_cause"
content >"$NP_RUN/apt/new"
np_apt_try kubernetes https://packages.example.com/core:/stable:/v1.31/deb/
np_apt_take_over
np_put content /etc/apt/sources.list.d/nodeprep-kubernetes.list 0644 root root
rm -f "$NP_RUN/apt-updated"
}
