#!/bin/sh
# make.sh MLKIT-PREFIX [FOLDER]: makes projects with the mlkit installed under MLKIT-PREFIX, and packs them beside itself.
#
# Run once, with a 0.1 binary, and never again with a later one: the archives are what users of 0.1 have on their disks,
# and Tests/CommandTests/EarlierProjectsTests.swift holds every later build to them. For a later release, copy this file,
# call its archives differently, and leave these alone.
#
# Each NAME.tar.gz holds a folder NAME with the project's .git, packed, and whatever 0.1 keeps out of git. Beside it,
# NAME.expected/ holds what 0.1 itself said of the project unpacked elsewhere. Needs git, jq, curl and GNU tar.
set -eu
here=$(dirname "$(realpath "$0")")
prefix=$(realpath "$1")
work=${2:-/tmp/mlkit-earlier-projects}
rm -rf "$work"
mkdir -p "$work/made"

[ "$("$prefix/bin/mlkit" --version)" = 0.1.0 ] || { echo "not mlkit 0.1.0" >&2 && exit 64; }

# The same user on every machine, and none of this machine's settings.
export HOME="$work/home" XDG_CACHE_HOME="$work/home/cache" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$work/gitconfig"
unset MLKIT_ENGINES XDG_DATA_HOME GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL || true
git config --file "$GIT_CONFIG_GLOBAL" user.name "Ada Example"
git config --file "$GIT_CONFIG_GLOBAL" user.email ada@example.org
git config --file "$GIT_CONFIG_GLOBAL" init.defaultBranch main
umask 022

# The same mlkit with the first thousand rows of the census, so that a project takes kilobytes.
cp -r "$prefix" "$work/mlkit"
data="$work/mlkit/share/mlkit/templates/shared/table/{{ layout.original }}/{% if data == 'census' %}adult.csv.gz{% endif %}"
gzip -dc "$data" | sed -n 1,1001p | gzip -9n >"$work/small.csv.gz"
mv "$work/small.csv.gz" "$data"
mlkit() { "$work/mlkit/bin/mlkit" "$@"; }

commit() { git add --all && git commit --quiet --message "$1"; }

# expect NAME FILE COMMAND…: what a command says in the project NAME, which is unpacked elsewhere.
expect() {
    name=$1 file=$2
    shift 2
    (cd "$work/unpacked/$project" && "$@") >"$here/$name.expected/$file" || true
}

# pack NAME [FOLDER-OF-THE-PROJECT]: packs the folder and writes down what 0.1 says of the project.
pack() {
    project=${2:-$1}
    (
        cd "$work/made/$project"
        git repack -a -d -q && git prune-packed && git pack-refs --all
        rm -rf .git/hooks .git/description .git/info
        # Nothing that was forgotten; what an update has staged may stand.
        [ -z "$(git diff; git ls-files --others --exclude-standard)" ] || { git status && exit 1; } >&2
    )
    tar --create --format=posix --pax-option=delete=atime,delete=ctime --sort=name --owner=0 --group=0 --numeric-owner \
        --directory "$work/made" "$1" | gzip -9n >"$here/$1.tar.gz"
    rm -rf "$work/unpacked" "$here/$1.expected"
    mkdir -p "$work/unpacked" "$here/$1.expected"
    tar --extract --same-permissions --file "$here/$1.tar.gz" --directory "$work/unpacked"
    expect "$1" status.json mlkit status --format json
    expect "$1" graph.txt mlkit graph
    expect "$1" answers.json answers
    [ ! -f "$work/made/$project/.mlkit/template.yaml" ] || expect "$1" plan.json mlkit plan --format json
}

# What `mlkit check` makes of the items that have a record: id and state.
answers() {
    items=$(grep -rh '^item: ' checklist | sed 's/^item: //' | jq -R . | jq -s .)
    mlkit check list --all --format json |
        jq --argjson items "$items" '[.[] | select(.id as $id | $items | index($id)) | {id, state}] | sort_by(.id)'
}

# Answers of each kind to the checklist that comes with mlkit.
answer() {
    mlkit check done scoping.objective --evidence README.md --message "as the README has it"
    mlkit check answer scoping.without-ml no --message "too many columns to weigh by hand"
    mlkit check choose scoping.approach data-centric
    mlkit check waive version-control.remote --until 2999-12-31 --because "nothing leaves this machine yet"
    mlkit check skip scoping.kpi --because "there is no business behind it"
    mlkit check assign scoping.big-picture Grace
    mlkit check answer scoping.model-part "all of it"
    mlkit check done scoping.usage --evidence commit:HEAD --evidence LICENSE
    mlkit check answer scoping.human-level "nobody knows" --evidence https://example.org/levels
    GIT_AUTHOR_NAME=Grace GIT_AUTHOR_EMAIL=grace@example.org mlkit check review scoping.objective
    mlkit check answer scoping.by-hand yes
    mlkit check reopen scoping.by-hand
} >/dev/null

# What every user does sooner or later: lines and files of their own.
edit() {
    sed -i '1a\
\
Ours: the second line of this README.' README.md
    echo "Ours: the last line of this README." >>README.md
    printf '\n# Ours: what the machine has.\nresources: {gpu: 1}\n' >>mlkit.yaml
    mkdir -p notes && echo "Ours: a file of our own." >notes/ours.md
    commit "Our own lines"
}

# 1. Every built-in template in every layout, as `mlkit new` leaves it, answered and edited.
for template in tabular python pytorch minimal; do
    for layout in classic packages data-science; do
        cd "$work/made"
        mlkit new "$template-$layout" --template "$template" --layout "$layout" --defaults >/dev/null
        cd "$template-$layout"
        answer
        edit
        if [ $template = minimal ]; then
            mlkit run 2>/dev/null
            commit "What the first run made"
            mlkit check done scoping.inputs-outputs --evidence run:words >/dev/null
        fi
        pack "$template-$layout"
    done
done

# 2a. A repository with commands of its own, adopted.
mkdir -p "$work/made/adopted/src" "$work/made/adopted/data"
cd "$work/made/adopted"
git init --quiet
printf '# Churn\n\nTells which customers leave next month.\n' >README.md
printf '/data/head*.csv\n/logs/\n/count-*.txt\n/total.txt\n' >.gitignore
printf 'rows: 2\n' >params.yaml
printf 'a,b\n1,2\n3,4\n5,6\n' >data/raw.csv
echo 'wc -l < data/head-$1.csv > count-$1.txt' >src/count.sh
cat >dvc.yaml <<'END'
stages:
  head:
    foreach: [one, two]
    do:
      cmd: head -n ${rows} data/raw.csv > data/head-${item}.csv
      deps: [data/raw.csv]
      outs: ["data/head-${item}.csv"]
  count:
    foreach: [one, two]
    do:
      cmd: sh src/count.sh ${item}
      deps: ["data/head-${item}.csv", src/count.sh]
      outs: ["count-${item}.txt"]
END
printf 'total.txt: count-one.txt count-two.txt\n\tcat count-one.txt count-two.txt > total.txt\n' >Makefile
commit "As it was before mlkit"
mlkit init --accept all --defaults >/dev/null
commit "Adopt mlkit"
mlkit run 2>/dev/null
commit "What the first run made"
mlkit check done scoping.objective --evidence README.md >/dev/null
mlkit check done scoping.inputs-outputs --evidence run:count-one >/dev/null
pack adopted

# 2b. A project from a user's own template, edited by the user, and a newer version of the template beside it.
mkdir -p "$work/made/own"
cd "$work/made/own"
template() {
    cat >"$1/template.yaml" <<END
template: 1
name: own
version: $2
description: a template of our own
questions:
  title: {type: text, default: "{{ name|title }}", spec: project.title}
  docker: {type: boolean, default: true}
  models: {type: multi-choice, choices: [linear, trees], default: [linear, trees]}
$3computed:
  package: "{{ name|snake }}"
loops:
  "{{ package }}/{{ model }}.py.stencil": {each: models|sort, as: model}
ownership:
  "notes/**": seed
  "managed.txt": managed
END
}
lines() { printf '%s\n' one two three four five six seven eight; }
mkdir -p template/files/notes "template/files/{{ package }}" template/partials
template template 1.0.0 ""
cat >template/files/mlkit.yaml.stencil <<'END'
mlkit: 1
project:
  name: {{ name }}
  title: {{ title|yaml }}
template:
  source: ../template
  answers:
    docker: {{ docker }}
params:
  # how many words
  words: 3
stages:
  count:
    run: head -n ${params.words} lines.txt > count.txt
    inputs: [lines.txt]
    outputs: [count.txt]
END
printf '# {{ title }}\n\n{%% include "partials/about" %%}\n\n## Use\n\n    mlkit run\n' >template/files/README.md.stencil
printf 'A project with {{ models|join:" and " }}.\n' >template/partials/about
lines >template/files/lines.txt
lines | sed 's/$/ managed/' >template/files/managed.txt
{ echo moved && lines; } >template/files/old-name.txt
{ echo dropped && lines; } >template/files/dropped.txt
printf '.mlkit/cache\n.mlkit/tmp\n.mlkit/runs\n.mlkit/undo\nlogs\ncount.txt\n' >template/files/.gitignore
echo "FROM debian:12" >"template/files/{% if docker %}Dockerfile{% endif %}"
echo "write here" >template/files/notes/diary.md
printf '"""{{ model|title }}."""\n\n\ndef fit():\n    return "{{ model }}"\n' \
    >"template/files/{{ package }}/{{ model }}.py.stencil"
# The newer version: other lines, another name, one file less and one more, another question.
cp -r template template-2
template template-2 2.0.0 '  city: {type: text, default: Paris}
'
cd template-2/files
sed -i 's/^one$/ONE/' lines.txt
sed -i 's/three/THREE/' managed.txt
mv old-name.txt new-name.txt
rm dropped.txt
echo "made in {{ city }}" >fresh.txt.stencil
echo "another text for new projects" >notes/diary.md
echo "    mlkit check" >>README.md.stencil
sed -i 's/words: 3/words: 4/; s/^stages:/# What runs.\nstages:/' mlkit.yaml.stencil
printf '\n\ndef predict():\n    return fit()\n' >>"{{ package }}/{{ model }}.py.stencil"
cd ../..
mlkit new project --template ./template --defaults --set title="Our title" >/dev/null
cd project
sed -i 's/^eight$/eight and ours/' lines.txt
echo "ours at the end" >>old-name.txt
echo "ours in the diary" >>notes/diary.md
sed -i 's/^## Use/Ours: a line of our own.\n\n&/' README.md
sed -i 's/"""Trees/"""Our trees/' project/trees.py
printf '  ours:\n    run: wc -l < count.txt > ours.txt\n    inputs: ["${stages.count}"]\n    outputs: [ours.txt]\n' >>mlkit.yaml
git rm --quiet Dockerfile
commit "Our own lines"
mlkit run 2>/dev/null
commit "What the first run made"
mlkit check done scoping.objective --evidence README.md >/dev/null
pack own own/project
# What 0.1 makes of the newer version.
cd "$work/unpacked/own"
rm -rf template && mv template-2 template
cd project
mlkit plan --format json >"$here/own.expected/newer-plan.json" || true
mlkit apply --defaults >/dev/null
git ls-files | grep -v '^\.mlkit/' | xargs sha256sum >"$here/own.expected/newer-files.txt"
# The same, as it stands before anybody has committed the update, so that it can still be taken back.
cp -r "$work/made/own" "$work/made/own-applied"
cd "$work/made/own-applied"
rm -rf template && mv template-2 template
(cd project && mlkit apply --defaults >/dev/null)
pack own-applied own-applied/project

# 3a. The whole path on a table: two runs, a sweep, a bundle without a container, and a gate that was overridden.
cd "$work/made"
mlkit new census --defaults >/dev/null
cd census
sed -i -e 's/rounds: 200/rounds: 4/' -e 's/max_accuracy_drop: 0.005/max_accuracy_drop: 0.1/' \
    -e 's/^    model: ${stages.evaluate.selected}/&\n    targets: [local]\n    gate: poc/' mlkit.yaml
cat >>mlkit.yaml <<'END'

sweeps:
  depth:
    method: grid
    parameters: {train.max_depth: [2, 3]}
    metric: train.trees.roc_auc
    goal: maximize
END
commit "Shorter, and with a sweep"
mlkit run --override-gate --because "to have something to show" 2>/dev/null
commit "What the first run made"
git tag first
sed -i 's/rounds: 4/rounds: 5/' mlkit.yaml
mlkit run --override-gate --because "to have something to show" 2>/dev/null
mlkit sweep >/dev/null 2>&1
commit "Five rounds"
answer
mlkit check done scoping.baseline --evidence reports/evaluation.json --evidence run:train.trees >/dev/null
mlkit check done modelling.metric --evidence model:train.trees --evidence model:models/network/model.onnx >/dev/null
mlkit check done data.split --evidence data/train >/dev/null
pack census
expect census metrics.json mlkit metrics --format json
expect census metrics-first.json mlkit metrics --rev first --format json
expect census sweep.json mlkit sweep --show --format json
expect census why.json mlkit why deploy train.trees --format json

# What the bundle answers to its own sample request.
serving() {
    "$work/mlkit/bin/mlkit" serve --port 0 >"$work/serve.out" &
    server=$!
    for _ in $(seq 100); do grep -q listening "$work/serve.out" && break; sleep 0.1; done
    curl --silent --fail --noproxy '*' "$(sed -n 's/^listening on //p' "$work/serve.out")/predict" \
        --data @"deploy/$(cat deploy/current)/sample-request.json"
    kill $server && wait $server
}
expect census prediction.json serving

# 3b. Commands of every shape, a checklist of the project's own with a gate that is met, and three sweeps.
mkdir -p "$work/made/commands/lists"
cd "$work/made/commands"
git init --quiet
cat >mlkit.yaml <<'END'
mlkit: 1
project: {name: commands, maturity: poc}
checklists: [lists/small.yaml]
params:
  langs: [de, fr]
  size: {de: 1, fr: 2}
  rate: 0.5
  rounds: 1
resources: {gpu: 1}
cache: {link: [copy]}
stages:
  clean:
    foreach: ${params.langs}
    run: mkdir -p clean && cat raw.txt > clean/${item}.txt && echo ${params.size.${item}} >> clean/${item}.txt
    inputs: [raw.txt]
    outputs: ["clean/${item}.txt"]
    mutex: [disk]
    retries: 1
  fit:
    matrix: {lang: [de, fr], depth: [2, 4]}
    run: sh fit.sh ${matrix.lang} ${matrix.depth} ${params.rate}
    params: [rounds]
    env: [FIT_MODE]
    inputs: ["${stages.clean.${matrix.lang}}", fit.sh]
    outputs: {model: "fit/${key}.txt"}
    metrics: ["reports/${key}.json"]
    plots: [{path: "reports/${key}.csv", title: "Loss of ${key}", x: epoch, y: [loss]}]
    resources: {cpus: 1, memory: 1GiB, time: 1m, gpu: 1}
  parts:
    run: [sh, parts.sh]
    inputs: [parts.sh]
    outputs: [parts]
  big:
    run: echo big > big.bin && echo small > small.txt
    outputs: [{path: big.bin, cache: false}, small.txt]
  uncached: {run: date +%s > stamp.txt, outputs: [stamp.txt], cache: false}
  compare:
    run: cat fit/*.txt > report.txt
    inputs: ["${stages.fit}", "${stages.fit.de-2.model}"]
    outputs: [report.txt]
    gate: poc
  upload: {run: cat report.txt > /dev/null, inputs: [report.txt]}
sweeps:
  rate: {method: grid, parameters: {rate: [0.25, 0.5, 1]}, metric: fit.de-2.loss, goal: minimize}
  guess: {method: tpe, trials: 3, seed: 7, parameters: {rate: {min: 0.1, max: 1.0}}, metric: fit.de-2.loss, goal: minimize}
  halves:
    method: halving
    parameters: {rate: [0.2, 0.4, 0.6, 0.8]}
    budget: {parameter: rounds, min: 1, max: 4, factor: 2}
    metric: fit.de-2.loss
    goal: minimize
END
cat >lists/small.yaml <<'END'
checklist: 1
title: A small list
sections:
  - id: scoping
    title: Scoping
    items:
      - {id: scoping.baseline, title: Establish a baseline, why: Without one every result looks like success., how: Measure it., maturity: poc}
      - {id: scoping.budget, title: Agree on a budget, why: It ends., how: Ask., maturity: mvp}
  - id: data
    title: Data
    items:
      - id: data.labels
        title: Are the labels right?
        why: The model learns them.
        how: Look at fifty.
        kind: question
        answers: {yes: Say who looked., no: Correct them first.}
        maturity: poc
END
cat >fit.sh <<'END'
mkdir -p fit reports
cat clean/$1.txt > fit/$1-$2.txt
echo "$2 $3" >> fit/$1-$2.txt
echo "{\"loss\": $3, \"depth\": $2, \"rows\": {\"valid\": $(wc -l < clean/$1.txt)}}" > reports/$1-$2.json
printf 'epoch,loss,note\n1,0.9,a\n2,%s,b\n' $3 > reports/$1-$2.csv
END
cat >parts.sh <<'END'
mkdir -p parts/deep
for i in $(seq 120); do echo "part $i" > parts/$i.txt; done
touch parts/deep/empty && printf '#!/bin/sh\n' > parts/run.sh && chmod +x parts/run.sh && ln -s 1.txt parts/link
END
printf 'a\nb\n' >raw.txt
printf '/.mlkit/cache/\n/.mlkit/tmp/\n/.mlkit/runs/\n/.mlkit/sweeps/\n/clean/\n/fit/\n/parts/\n/logs/\n/big.bin\n/small.txt\n/stamp.txt\n/reports/sweeps/\n' >.gitignore
commit "A project of commands"
mlkit check done scoping.baseline --evidence raw.txt >/dev/null
mlkit check answer data.labels yes >/dev/null
mlkit run 2>/dev/null
commit "What the first run made"
for sweep in rate guess halves; do mlkit sweep $sweep -j 1 >/dev/null 2>&1; done
mlkit check done scoping.budget --evidence run:fit.de-2 >/dev/null
pack commands
expect commands metrics.json mlkit metrics --format json
for sweep in rate guess halves; do expect commands sweep-$sweep.json mlkit sweep $sweep --show --format json; done
expect commands why.json mlkit why compare fit.fr-4 clean --format json

du -ch "$here"/*.tar.gz | tail -1
