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

            rule block:
                input: "models/model.pkl"
                output: "results/report.html"
                shell:
                    """
                    python report.py {input} > {output}
                    """

            """#
        ]).stages()
        #expect(
            found.stages.map(\.brief) == [
                "train: python src/train.py data/train.csv models/model.pkl models/info.json -j 1 '{x}'"
                    + " <- data/train.csv src/train.py -> models/model.pkl models/info.json",
                "block: python report.py models/model.pkl > results/report.html <- models/model.pkl -> results/report.html",
            ])
        #expect(
            found.leftOut.map(\.brief) == [
                "`sample` (workflow/Snakefile, line 19): it has wildcards, or values that Snakemake works out",
                "`coded` (workflow/Snakefile, line 24): its files are made by code",
                "`scripted` (workflow/Snakefile, line 29): it has no plain `shell` command",
            ])
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
