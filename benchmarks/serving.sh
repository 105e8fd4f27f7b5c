#!/bin/sh
# serving.sh BIN [PYTHON]: deploys two versions of the census model with the mlkit of that folder, then measures the server
# beside FastAPI, and BentoML if PYTHON has it, and holds it under fire for ten minutes.
set -eu
bin=$(cd "$1" && pwd)
bentoml=${2:+--bentoml $(cd "$(dirname "$2")" && pwd)/$(basename "$2")}
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$bin/mlkit" new census --template tabular --defaults
cd census
"$bin/mlkit" run
first=$(cat deploy/current)
# shellcheck disable=SC2086
python "$here/serving.py" "$bin/mlkit-server" "deploy/$first" $bentoml || true
# The same model under another name of version.
cp -r "deploy/$first" deploy/second
sed -i "s/\"$first\"/\"second\"/" deploy/second/bundle.json
(cd deploy/second && cut -d' ' -f3- SHA256SUMS | xargs -d '\n' sha256sum >sums && mv sums SHA256SUMS)
python "$here/soak.py" "$bin/mlkit-server" deploy --by "$bin/mlkit"
