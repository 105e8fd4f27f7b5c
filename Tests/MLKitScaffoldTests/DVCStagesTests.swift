import MLKitScaffold
import Testing

@Suite struct DVCStagesTests {
    private func stages(_ dvc: String, _ files: [String: String] = [:]) throws -> RecognisedStages {
        try AdoptFixture(files.merging(["dvc.yaml": dvc]) { $1 }).stages()
    }

    @Test func aStageKeepsItsCommandAndPaths() throws {
        let found = try stages(
            """
            stages:
              prepare:
                desc: Splits the table
                cmd: python src/prepare.py data/raw.csv
                deps: [data/raw.csv, src/prepare.py]
                params: [prepare.seed, "other.json:", {config/x.yaml: [a, b]}]
                outs:
                  - data/prepared
                  - model.pkl: {cache: false, persist: true}
                metrics:
                  - metrics.json:
                      cache: false
                plots: [plots/roc.csv: {x: fpr}]
              all:
                cmd: [echo one, cd src && ls]

            """)
        #expect(
            found.stages.map(\.brief) == [
                "prepare: python src/prepare.py data/raw.csv <- data/raw.csv src/prepare.py params.yaml config/x.yaml"
                    + " -> data/prepared model.pkl metrics.json plots/roc.csv",
                "all: echo one &&⏎(⏎cd src && ls⏎) <-  -> ",
            ])
        #expect(found.stages[0].metrics == ["metrics.json"] && found.stages[0].plots.map(\.path) == ["plots/roc.csv"])
        #expect(found.stages[0].plots[0].x == "fpr" && found.stages[0].kept == ["model.pkl"])
        #expect(found.stages[0].summary == "Splits the table")
        #expect(found.stages[0].origin == "dvc.yaml, line 2")
        #expect(found.leftOut == [])
    }

    @Test func whatDVCShowsAtTheTopIsAStagesOrIsNamed() throws {
        let found = try stages(
            """
            stages:
              train:
                cmd: python train.py
                outs: [out/top.json, out/curve.csv, out/image.png]
                metrics: [m.txt]
            metrics: [out/top.json, eval/none.json]
            plots:
              - out/curve.csv: {x: step}
              - ROC: {x: fpr, y: {out/curve.csv: tpr}}
              - out/image.png

            """)
        #expect(found.stages[0].metrics == ["out/top.json"] && found.stages[0].plots.map(\.path) == ["out/curve.csv"])
        #expect(found.stages[0].plots[0].x == "step")
        #expect(found.stages[0].outputs == ["out/top.json", "out/curve.csv", "out/image.png", "m.txt"])
        #expect(found.stages[0].reviews == [
            "DVC has `m.txt` among its metrics, and it is none of csv, json, yaml, yml",
            "DVC draws `out/curve.csv` more than once; `mlkit plots` does with the columns that stand here",
            "DVC has `out/image.png` among its plots, and it is none of csv, json",
        ])
        #expect(found.leftOut.map(\.brief) == ["`eval/none.json` (metrics of dvc.yaml): no stage that is taken over writes it"])
    }

    /// What DVC says of a stage and of its outputs is in the stage that is proposed.
    @Test func whatDVCSaysOfAStageIsKept() throws {
        let dvc = """
            stages:
              train:
                cmd: python train.py
                outs:
                  - weights: {persist: true}
                plots:
                  - loss.csv: {x: epoch, y: [train, valid], title: Loss}
                  - matrix.csv: {template: confusion}
                  - plain.csv
                always_changed: true
              old:
                cmd: ls
                frozen: true
                always_changed: true
            plots:
              - Curve: {x: fpr, y: {plain.csv: tpr}}

            """
        let text = try #require(try AdoptFixture(["dvc.yaml": dvc, "train.py": ""]).plan().proposal?.text)
        #expect(text.contains("""
                outputs: [{path: weights, keep: true}, loss.csv, matrix.csv, plain.csv]
                plots:
                  - {path: loss.csv, title: Loss, x: epoch, "y": [train, valid]}
                  - matrix.csv
                  - {path: plain.csv, title: Curve, x: fpr, "y": [tpr]}
                always: true
            """))
        #expect(text.contains("    frozen: true\n") && text.ranges(of: "always: true").count == 1)
        #expect(text.contains("review: DVC draws `matrix.csv` by its template `confusion`; `mlkit plots` draws lines."))
    }

    @Test func templatesBecomeParameters() throws {
        let found = try stages(
            """
            vars:
              - other.yaml
              - {name: best}
            stages:
              train:
                cmd: python train.py --lr ${train.lr} --out models/${name}.pkl ${flags} --x ${layers[1]} \\${HOME} $PATH
                outs: ["models/${name}.pkl"]
              broken:
                cmd: python x.py ${missing.value}

            """,
            [
                "params.yaml": "train: {lr: 0.20}\nflags: {fast: true, slow: false, deep: {er: 3}}\n",
                "other.yaml": "layers: [16, 32]\n",
            ])
        #expect(
            found.stages.map(\.brief) == [
                "train: python train.py --lr ${params.train.lr} --out models/${params.name}.pkl --fast --deep.er"
                    + " ${params.flags.deep.er} --x 32 ${HOME} $PATH <-  -> models/${params.name}.pkl"
            ])
        #expect(
            found.leftOut.map(\.brief) == ["`broken` (dvc.yaml, line 8): `${missing.value}` stands for nothing that is known"])
    }

    @Test func filesOfValuesThatAreNotThereAreTold() throws {
        let found = try stages("vars: [none.yaml, 'there.yaml:a']\nstages: {t: {cmd: 'run ${a}'}}\n", ["there.yaml": "a: 1\n"])
        #expect(found.leftOut.map { "\($0.what): \($0.why)" } == ["`vars` of dvc.yaml: `none.yaml` is not there"])
        #expect(found.stages.count == 1)
    }

    @Test func loopsBecomeStages() throws {
        let found = try stages(
            """
            stages:
              clean:
                foreach: [us, uk]
                do:
                  cmd: python clean.py ${item}
                  outs: ["data/${item}.csv"]
              fit:
                foreach:
                  small: {depth: 2}
                  large: {depth: 8}
                do: {cmd: "python fit.py ${key} ${item.depth}", outs: ["${key}.pkl"]}
              sweep:
                matrix:
                  model: [cnn, "${other}"]
                  size: [1, 2]
                cmd: ./run ${item.model} ${item.size}
                outs: ["${item.model}/${item.size}"]
              lost:
                foreach: ${nowhere}
                do: {cmd: x}

            """, ["params.yaml": "other: rnn\n"])
        #expect(
            found.stages.map(\.brief) == [
                "clean-us: python clean.py us <-  -> data/us.csv", "clean-uk: python clean.py uk <-  -> data/uk.csv",
                "fit-small: python fit.py small 2 <-  -> small.pkl",
                "fit-large: python fit.py large 8 <-  -> large.pkl", "sweep-cnn-1: ./run cnn 1 <-  -> cnn/1",
                "sweep-cnn-2: ./run cnn 2 <-  -> cnn/2", "sweep-rnn-1: ./run rnn 1 <-  -> rnn/1",
                "sweep-rnn-2: ./run rnn 2 <-  -> rnn/2",
            ])
        #expect(found.leftOut.map(\.brief) == ["`lost` (dvc.yaml, line 18): what it loops over is not known"])
    }

    @Test func foldersAndPathsAreSeenFromTheRoot() throws {
        let found = try AdoptFixture([
            "pipelines/eu/dvc.yaml": """
            stages:
              fit:
                wdir: ../../src
                cmd: python fit.py
                deps: [fit.py, ../data/eu.csv, s3://bucket/eu.csv, ../../elsewhere.csv]
                outs: [../models/eu.pkl]
                frozen: true
              out:
                wdir: ../../..
                cmd: ls

            """
        ]).stages()
        #expect(
            found.stages.map(\.brief) == ["eu-fit: cd src &&⏎python fit.py <- src/fit.py data/eu.csv -> models/eu.pkl"])
        #expect(
            found.stages[0].reviews == [
                "its input `s3://bucket/eu.csv` is on a network, and not followed",
                "its input `../../elsewhere.csv` lies outside the project, and is not followed",
            ])
        #expect(found.stages[0].isFrozen)
        #expect(
            found.leftOut.map(\.brief) == [
                "`eu-out` (pipelines/eu/dvc.yaml, line 8): it works in `../../..`, outside the project"
            ])
    }

    @Test func aFolderOfCodeIsTakenFileByFile() throws {
        let found = try stages(
            "stages:\n  train:\n    cmd: python src/train.py\n    deps: [src, data]\n    outs: [m]\n",
            ["src/train.py": "", "src/deep/util.py": "", "src/notes.txt": "", "data/a.csv": ""])
        #expect(found.stages[0].inputs == ["src/**/*.py", "src/**/*.txt", "data"])
        #expect(
            found.stages[0].reviews == ["`src` is a folder of code: its files are taken by kind, without `__pycache__`"])
    }

    @Test func whatCannotBeReadIsNamedAndTheRestGoesOn() throws {
        let found = try AdoptFixture([
            "a/dvc.yaml": "stages:\n\tx: 1\n", "b/dvc.yaml": "stages:\n  x: {cmd: one, outs: [y]}\n  x: {cmd: two}\n",
            "c/dvc.yaml": "stages:\n  ok: {cmd: make it, outs: [z]}\n  none: {deps: [z]}\n",
        ]).stages()
        #expect(found.stages.map(\.brief) == ["c-ok: make it <-  -> c/z".replacing("make it", with: "cd c &&⏎make it")])
        #expect(found.leftOut.map(\.what) == ["`a/dvc.yaml`", "`b/dvc.yaml`", "`c-none` (c/dvc.yaml, line 3)"])
        #expect(found.leftOut[1].why == "the key `x` stands here twice (line 3)")
        #expect(found.leftOut[2].why == "it has no command")
    }

    @Test func dataThatDVCKeepsIsToldWhereItIsAbsent() throws {
        let found = try AdoptFixture([
            "data/a.csv.dvc": "outs: []\n", "data/b.csv.dvc": "outs: []\n", "data/b.csv": "x\n",
        ]).stages()
        #expect(found.notes == ["DVC keeps `data/a.csv`, not there yet: `dvc pull` fetches what it keeps"])
    }

    @Test func whatElseStandsInTheFileIsNamed() throws {
        let found = try stages(
            """
            vars: [params.yaml]
            stages:
              train:
                cmd: python train.py
                meta: {owner: ada}
                outs:
                  - model.pkl: {cache: false, remote: store, push: false}
            artifacts:
              churn: {path: model.pkl, type: model}
              table: {path: data.csv}
            params: [params.yaml, {other.yaml: [a]}]
            plans: {x: 1}

            """, ["params.yaml": "a: 1\n"])
        #expect(
            found.leftOut.map { "\($0.what): \($0.why)" } == [
                "`churn` (artifacts of dvc.yaml): mlkit has no registry of models: a bundle in `deploy/` is what goes out, and has a "
                    + "version",
                "`table` (artifacts of dvc.yaml): mlkit has no registry of models: a bundle in `deploy/` is what goes out, and has a "
                    + "version",
                "`params.yaml` (params of dvc.yaml): parameters are in `mlkit.yaml`; a stage that reads the file has it among its inputs",
                "`other.yaml` (params of dvc.yaml): parameters are in `mlkit.yaml`; a stage that reads the file has it among its inputs",
                "`x` (plans of dvc.yaml): mlkit knows no such key",
            ])
        #expect(
            found.stages[0].reviews == [
                "DVC has `remote` and `push` for its output `model.pkl`: not taken over", "its `meta` of DVC is not taken over",
            ])
    }
}
