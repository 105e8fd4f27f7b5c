import MLKitScaffold
import Testing

@Suite struct SnakemakeStagesTests {
    @Test func plainRulesBecomeStages() throws {
        let found = try AdoptFixture([
            "workflow/Snakefile": #"""
            configfile: "config.yaml"

            rule all:
                input: "results/report.html"

            # Fits the model.
            rule train:
                input:
                    data="data/train.csv",
                    script='src/train.py',
                output:
                    "models/model.pkl",
                    info="models/info.json"
                threads: 4
                shell:
                    "python {input.script} {input.data} "
                    "{output[0]} {output.info} -j {threads} '{{x}}'"

            rule sample:
                input: "data/{name}.csv"
                output: "out/{name}.csv"
                shell: "cp {input} {output}"

            rule coded:
                input: expand("a/{b}", b=config["bs"])
                output: "c"
                shell: "cat {input} > {output}"

            rule scripted:
                output: "d"
                script: "d.py"

            rule fed:
                input: "d"
                output: "e"
                conda: "env.yaml"
                script: "e.R"

            rule wrapped:
                input: "e"
                output: "f.bam"
                wrapper: "v3.0/bio/samtools/sort"

            rule coder:
                output: "g"
                run:
                    open("g", "w")

            rule configured:
                output: "h"
                params: kind="fast"
                shell: "make-h --{params.kind} {wildcards.x} > {output}"

            rule lost:
                output: "i"
                script: "no.py"

            checkpoint split:
                output: "j"
                shell: "split > {output}"

            rule block:
                input: "models/model.pkl"
                output: "results/report.html"
                shell:
                    """
                    python report.py {input} > {output}
                    """

            """#, "workflow/d.py": "print(1)\n", "workflow/e.R": "cat(snakemake@input[[1]])\n",
        ]).stages()
        #expect(
            found.stages.map(\.brief) == [
                "train: python src/train.py data/train.csv models/model.pkl models/info.json -j 1 '{x}'"
                    + " <- data/train.csv src/train.py -> models/model.pkl models/info.json",
                "scripted: python workflow/d.py <- workflow/d.py -> d",
                "fed: snakemake --cores 1 --notemp --allowed-rules fed --force -- e <- d workflow/e.R -> e",
                "wrapped: snakemake --cores 1 --notemp --allowed-rules wrapped --force -- f.bam <- e -> f.bam",
                "block: python report.py models/model.pkl > results/report.html <- models/model.pkl -> results/report.html",
            ])
        #expect(
            found.leftOut.map(\.brief) == [
                "`sample` (workflow/Snakefile, line 19): its file `data/{name}.csv` has wildcards",
                "`coded` (workflow/Snakefile, line 24): its files are made by code",
                "`coder` (workflow/Snakefile, line 44): it runs code of the Snakefile",
                "`configured` (workflow/Snakefile, line 49): its command has values that Snakemake works out",
                "`lost` (workflow/Snakefile, line 54): its script `no.py` is not there",
                "`split` (workflow/Snakefile, line 58): it is a checkpoint: what comes after it is decided when it has run",
            ])
    }

    /// As Python reads it: a backslash at a line's end takes the line break away.
    @Test func escapesAreReadAsPythonDoes() throws {
        let found = try AdoptFixture([
            "Snakefile": #"""
            rule long:
                output: "a"
                shell:
                    """
                    python fit.py \
                        --name "x" > {output}
                    """

            rule short:
                output: "b"
                shell: "printf '\\t\"q\" \d' > {output}"

            rule odd:
                output: "c"
                shell: "printf '\x41' > {output}"

            """#,
        ]).stages()
        #expect(
            found.stages.map { [$0.name, $0.run] } == [
                ["long", "python fit.py --name \"x\" > a"], ["short", #"printf '\t"q" \d' > b"#],
            ])
        #expect(found.leftOut.map(\.brief) == ["`odd` (Snakefile, line 13): its command is made by code"])
    }

    @Test func rulesOfOtherWorkflowsAreNamed() throws {
        let found = try AdoptFixture([
            "Snakefile": """
            module other:
                snakefile: "other/Snakefile"

            use rule * from other as other_*

            use rule a as b with:
                output: "b"

            subworkflow old:
                workdir: "old"

            rule plain:
                output: "c"
                shell: "make > {output}"

            use = 1
            module_path = "x: y"

            """,
        ]).stages()
        #expect(found.stages.map(\.name) == ["plain"])
        #expect(
            found.leftOut.map(\.brief) == [
                "`module other` (Snakefile, line 1): its rules are those of another workflow",
                "`use rule * from other as other_*` (Snakefile, line 4): its rules are made from others, which Snakemake alone knows",
                "`use rule a as b with` (Snakefile, line 6): its rules are made from others, which Snakemake alone knows",
                "`subworkflow old` (Snakefile, line 9): its rules are those of another workflow",
            ])
    }

    /// Comments, marks of files, and texts in parts do not make plain files others.
    @Test func markedFilesArePlainToo() throws {
        let found = try AdoptFixture([
            "Snakefile": #"""
            rule marked:
                input:
                    ancient("data/a.csv"),  # the raw table
                    b="data/"
                      "b.csv",
                output: temp(directory("work/parts")), protected("model.pkl")
                shell: "fit {input.b} {input[0]} > {output[1]}"

            rule mixed:
                output: touch("done")
                shell: "true"

            rule fetched:
                input: "https://example.org/a.csv"
                output: "a.csv"
                shell: "cp {input} {output}"

            """#
        ]).stages()
        #expect(
            found.stages.map(\.brief) == [
                "marked: fit data/b.csv data/a.csv > model.pkl <- data/a.csv data/b.csv -> work/parts model.pkl"
            ])
        #expect(
            found.stages.first?.reviews == [
                "Snakemake removes `work/parts` when nothing needs it any more; `mlkit run` keeps it"
            ])
        #expect(found.leftOut.map(\.brief) == [
            "`mixed` (Snakefile, line 9): its files are made by code",
            "`fetched` (Snakefile, line 13): its file `https://example.org/a.csv` is on a network",
        ])
    }

    /// What a command calls is code of the project, and a change of it makes the stage run again.
    @Test func scriptsThatACommandNamesAreInputs() throws {
        let found = try AdoptFixture([
            "src/fit.py": "x\n", "src/tools/plot.py": "x\n", "data.csv": "x\n",
            "Snakefile": """
            rule fit:
                input: "data.csv"
                output: "model.pkl"
                shell: "python src/fit.py {input} && python -m src.tools.plot > {output}"

            """,
        ]).stages()
        #expect(
            found.stages.map(\.brief) == [
                "fit: python src/fit.py data.csv && python -m src.tools.plot > model.pkl <- data.csv src/fit.py src/tools/plot.py -> "
                    + "model.pkl",
            ])
    }

    /// A stage that needs what only a rule makes that is left out cannot run as it is, and says so.
    @Test func whatNobodyMakesIsMarked() throws {
        let found = try AdoptFixture([
            "workflow/Snakefile": """
            rule count:
                input: "data/{s}.csv"
                output: "results/{s}.txt"
                shell: "wc -l {input} > {output}"
            rule total:
                input: expand("results/{s}.txt", s=SAMPLES)
                output: "results/sum.txt"
                shell: "cat {input} > {output}"
            rule plot:
                input: "results/sum.txt", "results/a.txt", "data/a.csv"
                output: "results/plot.png"
                script: "scripts/plot.py"
            rule last:
                input: "results/plot.png"
                output: "results/last.png"
                shell: "cp {input} {output}"

            """, "workflow/scripts/plot.py": "pass\n",
        ]).stages()
        #expect(found.stages.map(\.name) == ["plot", "last"])
        #expect(
            found.stages[0].reviews == [
                "Snakemake gives the script an object `snakemake`, of which it says nothing itself: here it runs without",
                "it needs `results/sum.txt` of `total` (workflow/Snakefile, line 5), which is not taken over: `mlkit run` does not make it",
                "it needs `results/a.txt` of `count` (workflow/Snakefile, line 1), which is not taken over: `mlkit run` does not make it",
            ])
        #expect(found.stages[1].reviews == [])
    }

    @Test func scriptsNamedForAStepAreSuggested() throws {
        let found = try AdoptFixture([
            "src/train.py": "", "deep/er/train.py": "", "tests/evaluate.py": "", "churn/__init__.py": "",
            "churn/predict.py": "", "analysis/report.R": "", "poetry.lock": "",
        ]).stages()
        #expect(
            found.suggestions.map(\.brief) == [
                "train: poetry run python src/train.py <- src/train.py -> ",
                "predict: poetry run python -m churn.predict <- churn/predict.py -> ",
                "report: Rscript analysis/report.R <- analysis/report.R -> ",
            ])
        #expect(found.stages == [])
    }
}
