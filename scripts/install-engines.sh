#!/bin/sh
# install-engines.sh FOLDER: puts DuckDB, ONNX Runtime, LightGBM and OpenBLAS there, as wheels without their Python dependencies.
set -eu
folder=$1
want="duckdb==1.5.6 onnxruntime==1.31.1 lightgbm==4.7.0 scipy-openblas32==0.3.34.481.3"
stamp="$folder/.installed"
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && exit 0
echo "installing $want into $folder"
rm -rf "$folder"
mkdir -p "$folder"
# shellcheck disable=SC2086  # the list is meant to be split
python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --target "$folder" $want
echo "$want" >"$stamp"
