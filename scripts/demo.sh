#!/bin/sh
# demo.sh MLKIT FOLDER: the main job on real data, as a user would do it: scaffold, run, check, serve.
set -eu
mlkit=$(realpath "$1")
folder=$2
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
echo "demo in $(pwd)"

# A machine without a git identity can still try the demo.
export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-$(git config user.name || echo Demo)}"
export GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-$(git config user.email || echo demo@example.org)}"
export GIT_COMMITTER_NAME="${GIT_COMMITTER_NAME:-$GIT_AUTHOR_NAME}"
export GIT_COMMITTER_EMAIL="${GIT_COMMITTER_EMAIL:-$GIT_AUTHOR_EMAIL}"

# Shows a command as it would be typed, and runs it.
step() {
    echo
    line="\$"
    for word in "$@"; do
        case $word in *" "*) line="$line \"$word\"" ;; *) line="$line $word" ;; esac
    done
    echo "$line"
    "$@" 2>&1
}
mlkit() { "$mlkit" "$@"; }

step mlkit new census --template tabular --defaults
step cd census
step mlkit run
step mlkit run
step mlkit check
step mlkit check done scoping.baseline --evidence reports/evaluation.json -m "trees beat the majority class"
step git log --oneline

echo
echo "\$ mlkit serve &"
"$mlkit" serve --port 0 >serve.out &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    grep -q listening serve.out && break
    sleep 0.1
done
cat serve.out
address=$(sed -n 's/^listening on //p' serve.out)
echo
echo "\$ curl $address/predict -d @row.json"
cat >row.json <<'ROW'
{"rows": [{"age": 39, "workclass": "Private", "education": "Bachelors", "education_num": 13,
  "marital_status": "Married-civ-spouse", "occupation": "Exec-managerial", "relationship": "Husband",
  "race": "White", "sex": "Male", "capital_gain": 0, "capital_loss": 0, "hours_per_week": 50,
  "native_country": "United-States"}]}
ROW
curl --silent --show-error --fail "$address/predict" -d @row.json
echo
kill $server
wait $server || true
trap - EXIT
rm -f serve.out row.json
echo
echo "the project is in $(pwd)"
