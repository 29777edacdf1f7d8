#!/usr/bin/env bash
# Holds what we ship for deployment against what will read it: the Kustomize base against the schemas of Kubernetes with
# unknown fields refused, the compose file against the compose specification's own reader.
# Brings its tools from their registries (Go modules, PyPI) into a cache outside the checkout; needs Go and Python 3.
set -euo pipefail
cd "$(dirname "$0")"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tillwatch-infra
kustomize=$cache/bin/kustomize
compose=$cache/bin/cmd
validate=$cache/venv/bin/kubernetes-validate
versions='1.31 1.37'

[ -x "$kustomize" ] || GOBIN=$cache/bin go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
[ -x "$compose" ] || GOBIN=$cache/bin go install github.com/compose-spec/compose-go/v2/cmd@v2.9.1
[ -x "$validate" ] || { python3 -m venv "$cache/venv" && "$cache/venv/bin/pip" -q install kubernetes-validate==1.37.0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$kustomize" build deploy >"$work/base.yaml"
for version in $versions; do
  "$validate" -k "$version" --strict --quiet "$work/base.yaml"
done
"$compose" compose.yml >/dev/null

# Both must be able to fail: a field that nobody knows is refused.
sed 's/readOnlyRootFilesystem/readOnlyRootFileSystem/' "$work/base.yaml" >"$work/broken.yaml"
sed 's/depends_on:/depends_upon:/' compose.yml >"$work/compose.yml"
if "$validate" -k 1.37 --strict --quiet "$work/broken.yaml" >/dev/null 2>&1 || "$compose" "$work/compose.yml" >/dev/null 2>&1; then
  echo 'A misspelt field was not noticed: the schemas are not applied.' >&2
  exit 1
fi
echo "infra: the base fits Kubernetes $versions, the compose file its specification / 部署文件通过校验"
