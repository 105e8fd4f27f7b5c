import MLKitScaffold
import Testing

@Suite struct MakefileStagesTests {
    private func stages(_ makefile: String, _ files: [String: String] = [:]) throws -> RecognisedStages {
        try AdoptFixture(files.merging(["Makefile": makefile]) { $1 }).stages()
    }

    @Test func aRuleThatMakesAFileBecomesAStage() throws {
        let found = try stages(
            """
            PYTHON := python3
            DATA = $(ROOT)/data
            ROOT := $(shell dirname $(realpath $(lastword $(MAKEFILE_LIST))))

            ## Splits the table
            $(DATA)/train.csv: src/split.py ${DATA}/raw.csv | $(DATA)
            	@echo "splitting"
            	$(PYTHON) $< $(word) \\
            	  --out $@

            models/model.pkl models/info.json: $(DATA)/train.csv src/train.py
            	$(PYTHON) -m src.train $(wildcard conf/*.yaml)
            	-rm -f tmp

            """.replacing("$(word) ", with: "$(DATA)/raw.csv "),
            ["conf/a.yaml": "", "conf/b.yaml": "", "src/train.py": "", "src/split.py": ""])
        #expect(
            found.stages.map(\.brief) == [
                "train: python3 src/split.py ./data/raw.csv --out data/train.csv <- src/split.py data/raw.csv"
                    + " -> data/train.csv",
                "model: python3 -m src.train conf/a.yaml conf/b.yaml &&⏎(⏎{ rm -f tmp; } || true⏎)"
                    + " <- data/train.csv src/train.py -> models/model.pkl models/info.json",
            ])
        #expect(found.stages.map(\.summary) == ["Splits the table", nil])
        #expect(found.stages.map(\.origin) == ["Makefile, line 6", "Makefile, line 11"])
    }

    @Test func phonyStepsAreOfferedForReviewAndChoresAreLeft() throws {
        let found = try stages(
            """
            .PHONY: clean data train lint help all
            all: train
            help:
            	@echo "targets"
            data: requirements
            	python src/data/make_dataset.py data/raw data/processed
            train:
            	python -m src.train
            lint:
            	flake8 src
            clean:
            	find . -name "*.pyc" -delete
            requirements:
            	pip install -r requirements.txt
            repro-train:
            	dvc repro

            """, ["src/data/make_dataset.py": "", "src/train.py": "", "requirements.txt": ""])
        #expect(
            found.stages.map(\.brief) == [
                "data: python src/data/make_dataset.py data/raw data/processed <- src/data/make_dataset.py -> ",
                "train: python -m src.train <- src/train.py -> ",
            ])
        #expect(
            found.stages[0].reviews == [
                "make does not say what it reads and writes; its command names `data/raw` and `data/processed`",
                "make runs `requirements` before it; what it needs of that is to be listed as inputs",
            ])
        #expect(found.notes == ["left to make: `help`, `lint`, `clean`, `requirements` and `repro-train`"])
    }

    @Test func whatMakeAloneKnowsIsNamed() throws {
        let found = try stages(
            """
            include common.mk
            ifeq ($(GPU),1)
            FLAGS = --gpu
            endif
            out/a.txt:
            	python a.py $(FLAGS)
            out/b.txt:
            	python b.py $(shell date)
            out/%.txt: in/%.txt
            	python c.py $<
            out/d.txt:
            ifeq ($(GPU),1)
            	python d.py
            else
            	python d.py --slow
            endif
            out/e.txt: in.txt
            	python e.py $$HOME $${USER} > $@

            """)
        #expect(found.stages.map(\.brief) == ["e: python e.py $HOME ${USER} > out/e.txt <- in.txt -> out/e.txt"])
        #expect(
            found.leftOut.map(\.brief) == [
                "`a` (Makefile, line 5): `$(FLAGS)` cannot be known without running make",
                "`b` (Makefile, line 7): `$(shell date)` cannot be known without running make",
                "`out/%.txt` (Makefile, line 9): it is a pattern, and what it makes is known to make alone",
                "`d` (Makefile, line 11): its recipe hangs on conditions",
            ])
        #expect(found.notes == ["Makefile: `include common.mk` on line 1 is not followed"])
    }

    /// A condition is none of the rule before it, and a rule inside of one is named.
    @Test func rulesWithinConditionsAreNamed() throws {
        let found = try stages(
            """
            N = 7
            f.txt: in.txt
            	cp in.txt f.txt
            ifeq ($(N),7)
            g.txt: f.txt
            	cp f.txt g.txt
            else
            g.txt: in.txt
            	cp in.txt g.txt
            endif
            h.txt: f.txt
            	cp f.txt h.txt

            """)
        #expect(
            found.stages.map(\.brief) == ["f: cp in.txt f.txt <- in.txt -> f.txt", "h: cp f.txt h.txt <- f.txt -> h.txt"])
        #expect(
            found.leftOut.map(\.brief) == [
                "`g` (Makefile, line 5): its recipe hangs on conditions", "`g` (Makefile, line 8): its recipe hangs on conditions",
            ])
    }

    /// What only a rule makes that is left out has to be there before the stage runs.
    @Test func whatIsLeftOutIsMissedWhereItIsNeeded() throws {
        let found = try stages(
            """
            clean/%.csv: raw/%.csv
            	python clean.py $< $@
            flags.txt: in.txt
            	python flags.py $(FLAGS) > $@
            model.pkl: clean/a.csv flags.txt in.txt
            	python fit.py $^ $@

            """)
        #expect(
            found.stages.map(\.reviews) == [[
                "it needs `clean/a.csv` of `clean/%.csv` (Makefile, line 1), which is not taken over: `mlkit run` does not make it",
                "it needs `flags.txt` of `flags` (Makefile, line 3), which is not taken over: `mlkit run` does not make it",
            ]])
    }

    @Test func everyTargetThatTheRecipeNamesIsAStageOfItsOwn() throws {
        let found = try stages("a.txt b.txt: src.txt\n\tpython make.py $@\n")
        #expect(
            found.stages.map(\.brief) == [
                "a: python make.py a.txt <- src.txt -> a.txt", "b: python make.py b.txt <- src.txt -> b.txt",
            ])
    }

    @Test func linesEndAnyWayAndHiddenTargetsCount() throws {
        let found = try stages(".make/train: src/train.py\r\n\tpython src/train.py\r\n\ttouch $@\r\n")
        #expect(
            found.stages.map(\.brief) == ["train: python src/train.py &&⏎touch .make/train <- src/train.py -> .make/train"])
    }

    @Test func oneShellAndAnotherShellAreMinded() throws {
        let found = try stages(
            "SHELL := /bin/bash\n.ONESHELL:\nx.txt:\n\tsource env.sh\n\tpython x.py > x.txt\n")
        #expect(found.stages.map(\.run) == ["set -e\nsource env.sh\npython x.py > x.txt"])
        #expect(found.stages[0].reviews == ["make runs it with `/bin/bash`, `mlkit run` with `sh`"])
    }

    @Test func selfReferenceAndUnendingVariablesEnd() throws {
        let found = try stages("A = $(B)\nB = $(A)\nx.txt:\n\tpython x.py $(A) > $@\ny.txt:\n\tpython $(unclosed\n")
        #expect(found.stages == [])
        #expect(found.leftOut.count == 2)
    }

    @Test func dvcComesFirst() throws {
        let found = try stages(
            "model.pkl: a.csv\n\tpython fit.py\n", ["dvc.yaml": "stages:\n  fit: {cmd: python fit.py, outs: [model.pkl]}\n"])
        #expect(found.stages.map(\.name) == ["fit"])
        #expect(
            found.leftOut.map(\.brief) == [
                "`model` (Makefile, line 1): the stage `fit` (dvc.yaml, line 2) already writes `model.pkl`"
            ])
    }
}
