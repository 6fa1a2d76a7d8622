#!/bin/sh
# Builds Kubernetes from Debian's source package: build.sh SOURCE GOROOT WORK OUT
# SOURCE is the unpacked and patched source tree, WORK an empty folder, OUT where the seven programs go. OUT/next has the same
# source as a newer patch release, which differs in what it says of itself: only the linker is at work for it.
set -eu
source=$1 work=$3 out=$4
version=1.20.2 next=1.20.3

export GOROOT=$2 GOPATH="$work/gopath" GOCACHE="$work/go-cache" GO111MODULE=off GOFLAGS=
export PATH="$GOROOT/bin:$PATH"
mkdir -p "$GOPATH/src/k8s.io" "$out/next"
ln -sfn "$source" "$GOPATH/src/k8s.io/kubernetes"
cd "$GOPATH/src/k8s.io/kubernetes"

# flags VERSION: kubeadm refuses a kubelet that says 0.0.0; vendored packages are known to the linker under both of their paths.
flags() {
  all='-s -w'
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    for prefix in '' k8s.io/kubernetes/vendor/; do
      for assignment in "gitVersion=v$1" gitMajor=1 gitMinor=20 gitTreeState=clean; do
        all="$all -X $prefix$package.$assignment"
      done
    done
  done
  printf '%s' "$all"
}

build() {
  echo "building $1"
  CGO_ENABLED=$2 go build -ldflags "$(flags "$version")" -o "$out/$1" "./cmd/$1"
  CGO_ENABLED=$2 go build -ldflags "$(flags "$next")" -o "$out/next/$1" "./cmd/$1"
}

build kubeadm 0
build kubectl 0
build kubelet 0
build kube-proxy 0
build kube-scheduler 0
build kube-controller-manager 0

# The API server's OpenAPI definitions are generated code that the source package leaves out. Upstream's make wants rsync and
# more for this; the generator alone does it, over every package that asks for definitions.
packages=$(grep -rl --include='*.go' '+k8s:openapi-gen=' pkg cmd staging/src/k8s.io |
  grep -vE '/(code-generator|sample-apiserver|sample-controller)/' | xargs -n 1 dirname | sort -u |
  sed 's|^staging/src/|vendor/|; s|^|k8s.io/kubernetes/|' | paste -sd ,)
go build -o "$work/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
"$work/openapi-gen" -i "$packages" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
  -h hack/boilerplate/boilerplate.generatego.txt -r "$work/openapi-violations"
build kube-apiserver 0
