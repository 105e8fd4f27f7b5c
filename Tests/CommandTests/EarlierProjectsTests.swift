import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Projects that users made with mlkit 0.1 go on working.
@Suite struct EarlierProjectsTests {
    /// The kinds of stages that do their work differently since. Their stages, and what reads from them, run again.
    private static let changedKinds: Set<String> = ["evaluate", "quantize"]
    /// OpenBLAS was Debian's and comes as a wheel now, so networks are trained again, and are told why.
    private static let newerEngine = "openblas is another version: 0.3.21 -> "

    @Test func allKindsAreThere() {
        #expect(EarlierProject.names.count == 17 && EarlierProject.finished.count == 7 && EarlierProject.fresh.count == 12)
    }

    @Test(arguments: EarlierProject.names) func whatWasUpToDateStillIs(name: String) async throws {
        let project = try await EarlierProject(name)
        let then = try project.expected("status.json").array ?? []
        let now = try await project.json("status").array ?? []
        #expect(now.map { $0["stage"] } == then.map { $0["stage"] } && !now.isEmpty)
        var changed: Set<String> = []
        for (then, now) in zip(then, now) where now["reasons"] != then["reasons"] {
            let told = Set(then["reasons"]?.array?.compactMap(\.string) ?? [])
            let reasons = now["reasons"]?.array?.compactMap(\.string).filter { !told.contains($0) } ?? []
            let ours = "this version of mlkit does the stage differently"
            let isKnown = reasons.allSatisfy { $0 == ours || $0.hasSuffix("` runs first") || $0.hasPrefix(Self.newerEngine) }
            #expect(isKnown, "\(now.compact)")
            if reasons.contains(ours), let kind = now["kind"]?.string { changed.insert(kind) }
        }
        #expect(changed.isSubset(of: Self.changedKinds))
    }

    @Test(arguments: EarlierProject.finished) func aRunDoesNothing(name: String) async throws {
        let project = try await EarlierProject(name)
        // One with stages of changed kinds runs those once, which is another test.
        let kinds = try await project.json("status").array?.compactMap { $0["kind"]?.string } ?? []
        guard Self.changedKinds.isDisjoint(with: kinds) else { return }
        let locks = try project.hashes([".mlkit/lock"])
        let before = try await project.git("status", "--porcelain")
        let count = try project.expected("status.json").array?.count ?? 0
        let outcome = try await project.mlkit("run")
        #expect(outcome.error == "nothing to do: \(count) stage\(count == 1 ? "" : "s") up to date\n")
        #expect(outcome.status == 0 && outcome.output == "")
        #expect(try project.hashes([".mlkit/lock"]) == locks)
        #expect(try await project.git("status", "--porcelain") == before)
    }

    /// Models were selected on the test split, and are on the validation split: that is told once, with what brings the old
    /// way back. Nothing is trained anew.
    @Test func stagesOfChangedKindsRunOnceAndSayWhy() async throws {
        let project = try await EarlierProject("census")
        let selected = try project.hashes(["models/selected.onnx"])
        let trained = try project.hashes([".mlkit/lock/train.trees.json", ".mlkit/lock/ingest.json", "models/trees"])
        let run = ["run", "--override-gate", "--because", "to see"]
        let outcome = try await project.mlkit(run)
        let told = "models are selected on the validation split now, no longer on the test split"
        #expect(outcome.status == 0 && outcome.error.contains(told), "\(outcome.error)")
        #expect(outcome.error.contains("`select: {maximize: roc_auc, on: test}` selects as before"))
        #expect(try project.hashes([".mlkit/lock/train.trees.json", ".mlkit/lock/ingest.json", "models/trees"]) == trained)
        #expect(try await project.mlkit("run").error.hasPrefix("nothing to do: "))
        let spec = try project.read("mlkit.yaml")
        // Said explicitly, there is nothing to announce.
        try project.scratch.write(
            spec.replacing("maximize: roc_auc\n", with: "maximize: roc_auc\n      on: test\n"), to: "census/mlkit.yaml")
        let restored = try await project.mlkit(run)
        #expect(restored.status == 0 && !restored.error.contains(told), "\(restored.error)")
        #expect(try project.hashes(["models/selected.onnx"]) == selected)
    }

    /// Files, models, and a folder of many small files, which the cache has in a pack.
    @Test(arguments: [
        ("census", ["data/train/ingest.parquet", "models/trees/model.onnx"], ["ingest", "train.trees"], 2),
        ("commands", ["parts", "fit/de-2.txt", "clean/fr.txt"], [], 3), ("adopted", ["count-one.txt", "total.txt"], [], 2),
    ])
    func lostOutputsComeFromTheCache(name: String, outputs: [String], targets: [String], stages: Int) async throws {
        let project = try await EarlierProject(name)
        let before = try project.hashes(outputs)
        try project.remove(outputs)
        let outcome = try await project.mlkit(["run"] + targets)
        #expect(outcome.status == 0 && outcome.error.contains("\n0 stages run, \(stages) restored"), "\(outcome.error)")
        #expect(try project.hashes(outputs) == before)
        #expect(try await project.mlkit(["run"] + targets).error.hasPrefix("nothing to do: "))
        #expect(try await project.mlkit("cache", "verify").status == 0)
    }

    /// The census was trained with four rounds before it was with five.
    @Test func anEarlierRunComesFromTheCache() async throws {
        let project = try await EarlierProject("census")
        let spec = try project.read("mlkit.yaml")
        try project.scratch.write(spec.replacing("rounds: 5", with: "rounds: 4"), to: "census/mlkit.yaml")
        let outcome = try await project.mlkit("run", "train.trees")
        #expect(outcome.status == 0 && outcome.error.contains("\n0 stages run, 1 restored"), "\(outcome.error)")
        let now = try await project.json("metrics").array ?? []
        let then = try project.expected("metrics-first.json").array ?? []
        for stage in ["train.trees"] {
            let figures = [now, then].map { list in list.first { $0["stage"]?.string == stage }?["metrics"] }
            #expect(figures[0] == figures[1] && figures[0] != nil)
        }
    }

    @Test(arguments: EarlierProject.names) func answersAreInTheStatesTheyWereIn(name: String) async throws {
        let project = try await EarlierProject(name)
        let then = try project.expected("answers.json").array ?? []
        let items = try await project.json("check", "list", "--all").array ?? []
        for answer in then {
            let item = items.first { $0["id"] == answer["id"] }
            // What rests on a stage that does its work differently counts again once that has run.
            let reason = item?["reason"]?.string ?? ""
            let isChanged =
                reason.hasSuffix(": this version of mlkit does the stage differently") || reason.contains(": " + Self.newerEngine)
            guard !(isChanged && item?["state"] == "stale") else { continue }
            #expect(item?["state"] == answer["state"], "\(answer.compact)")
        }
        let outcome = try await project.mlkit("check")
        #expect(!then.isEmpty && outcome.status == 0 && outcome.error == "", "\(outcome.error)")
    }

    @Test(arguments: EarlierProject.names) func theGraphIsWhatItWas(name: String) async throws {
        let project = try await EarlierProject(name)
        #expect(try await project.mlkit("graph").output == project.expectedText("graph.txt"))
    }

    /// Whatever has become of the built-in template since.
    @Test(arguments: EarlierProject.fresh) func anUpdateKeepsTheUsersLines(name: String) async throws {
        let project = try await EarlierProject(name)
        let plan = try await project.json("plan")
        #expect(plan["conflicts"] == 0)
        let outcome = try await project.mlkit("apply", "--defaults")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
        let readme = try project.read("README.md").split(separator: "\n")
        #expect(readme.contains("Ours: the second line of this README."))
        #expect(readme.contains("Ours: the last line of this README."))
        #expect(try project.read("mlkit.yaml").contains("\n# Ours: what the machine has.\nresources: {gpu: 1}\n"))
        #expect(try project.read("notes/ours.md") == "Ours: a file of our own.\n")
        #expect(try await project.mlkit("status").status == 0)
    }

    /// What 0.1 made and never ran is run as it stands, but for fewer rows and trees, and then there is nothing to do.
    @Test(arguments: [
        ("tabular-classic", "rounds: 200", "rounds: 3", ["train.trees", "train.logistic"], ["ingest", "train.logistic", "train.trees"]),
        ("python-classic", "trees: 200", "trees: 5", ["verify"], ["export", "prepare", "train", "verify"]),
    ])
    func aProjectIsRun(name: String, many: String, few: String, targets: [String], stages: [String]) async throws {
        let project = try await EarlierProject(name)
        let shorten = "gunzip -c $0 | head -n 1501 | gzip > rows.gz && mv rows.gz $0 && sed -i \"s/$1/$2/\" mlkit.yaml"
        let file = "data/original/adult.csv.gz"
        try await SampleProject.expectSuccess(BuiltTool.run("sh", ["-c", shorten, file, many, few], in: project.path))
        let run = ["run"] + targets
        let outcome = try await BuiltTool.mlkit(run, in: project.path, environment: PythonEnvironment.variables)
        #expect(outcome.status == 0 && outcome.error.contains("\n\(stages.count) stages run in "), "\(outcome.error)")
        let again = try await BuiltTool.mlkit(run, in: project.path, environment: PythonEnvironment.variables)
        #expect(again.status == 0 && again.error.hasPrefix("nothing to do: "), "\(again.error)")
        let locks = try LocalFileSystem().list(project.path.pushing(".mlkit/lock"))
        #expect(locks.sorted() == stages.map { "\($0).json" })
    }

    /// An adopted repository takes what is newer in its template beside what was there before, and gives it back.
    @Test func anAdoptedRepositoryIsUpdated() async throws {
        let project = try await EarlierProject("adopted")
        let (spec, status) = (try project.read("mlkit.yaml"), try await project.json("status"))
        let outcome = try await project.mlkit("apply", "--defaults")
        // Both sides changed the README that the template took over, which is left to decide.
        #expect(outcome.status == 2, "\(outcome.output)\(outcome.error)")
        let readme = try project.read("README.md")
        #expect(readme.contains("Tells which customers leave next month.") && readme.contains("<<<<<<< "))
        #expect(try project.read("mlkit.yaml") == spec)
        #expect(try await project.json("status") == status)
        #expect(try await project.mlkit("apply", "--undo").status == 0)
        #expect(try await project.git("status", "--porcelain") == "")
    }

    @Test func aNewerTemplateIsMergedAsItWas() async throws {
        let project = try await EarlierProject("own")
        #expect(changes(try await project.json("plan")) == changes(try project.expected("plan.json")))
        try project.takeNewerTemplate()
        let plan = try await project.json("plan")
        #expect(changes(plan) == changes(try project.expected("newer-plan.json")))
        #expect(plan["conflicts"] == 0)
        let outcome = try await project.mlkit("apply", "--defaults")
        #expect(outcome.status == 0, "\(outcome.error)")
        var now: [String] = []
        for file in try await project.git("ls-files").split(separator: "\n") where !file.hasPrefix(".mlkit/") {
            now.append("\(ContentHash(of: try project.read(String(file))).hex)  \(file)")
        }
        #expect(now == (try project.expectedText("newer-files.txt")).split(separator: "\n").map(String.init))
        #expect(try await project.mlkit("apply", "--undo").status == 0)
        #expect(try await project.git("status", "--porcelain") == "")
    }

    /// Without mlkit's own files: the schema changes with mlkit.
    private func changes(_ plan: JSON) -> [JSON] {
        (plan["changes"]?.array ?? []).filter { !($0["path"]?.string ?? "").hasPrefix(".mlkit/") }
    }

    /// What earlier versions kept to take an update back has no seal, and could be anybody's.
    @Test func anUpdateOfBeforeIsNotTakenBack() async throws {
        let project = try await EarlierProject("own-applied")
        let before = try await project.git("status", "--porcelain")
        #expect(!before.isEmpty)
        let outcome = try await project.mlkit("apply", "--undo")
        #expect(outcome.status == 1 && outcome.error.contains("it does not have the seal that mlkit keeps"), "\(outcome.error)")
        #expect(try await project.git("status", "--porcelain") == before)
    }

    @Test func aBundleAnswersItsSampleRequestAsItDid() async throws {
        let project = try await EarlierProject("census")
        let script = """
            "$MLKIT" serve --port 0 > "$OUT" & SERVER=$!
            trap 'kill $SERVER 2> /dev/null' EXIT
            for i in $(seq 200); do grep -q listening "$OUT" && break; sleep 0.1; done
            curl -s --noproxy '*' "$(sed 's/listening on //' "$OUT")/predict" \
                --data @"deploy/$(cat deploy/current)/sample-request.json"
            """
        let outcome = try await BuiltTool.run(
            "/bin/sh", ["-c", script], in: project.path,
            environment: [
                "MLKIT": "\(BuiltTool.folder)/mlkit", "OUT": "\(project.scratch.path)/out",
                "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines", "XDG_DATA_HOME": "/nonexistent",
            ])
        let now = try JSON(parsing: Array(outcome.output.utf8))
        let then = try project.expected("prediction.json")
        #expect(now["model"] == then["model"])
        let (answer, old) = (now["predictions"]?.array?.first, then["predictions"]?.array?.first)
        #expect(answer?["label"] == old?["label"])
        let values = try [answer, old].map { try #require($0?["probabilities"]?["<=50K"]?.double) }
        #expect(abs(values[0] - values[1]) < 1e-6)
    }

    @Test(arguments: [
        ("census", "depth", "sweep.json"), ("commands", "rate", "sweep-rate.json"),
        ("commands", "guess", "sweep-guess.json"), ("commands", "halves", "sweep-halves.json"),
    ])
    func aSweepHasItsTrials(name: String, sweep: String, file: String) async throws {
        let project = try await EarlierProject(name)
        let then = try project.expected(file)
        let now = try await project.json("sweep", sweep, "--show")
        let trials = figures(then)
        #expect(figures(now) == trials && trials.count == then["planned"]?.int)
        #expect(now["other_trials"] == 0)
        let again = try await project.mlkit("sweep", sweep)
        #expect(again.status == 0 && again.error == "\(trials.count) trials of \(trials.count) made before\n")
    }

    /// What each trial tried, and what came of it.
    private func figures(_ sweep: JSON) -> [[JSON?]] {
        (sweep["trials"]?.array ?? []).map { trial in
            ["rank", "trial", "state", "values", "rung", "metric"].map { trial[$0] }
        }
    }

    @Test(arguments: ["census", "commands"]) func theFiguresAreThere(name: String) async throws {
        let project = try await EarlierProject(name)
        #expect(unsplit(try await project.json("metrics")) == (try project.expected("metrics.json")))
        guard name == "census" else { return }
        #expect(unsplit(try await project.json("metrics", "--rev", "first")) == (try project.expected("metrics-first.json")))
        // What was measured before is known for what it is.
        let evaluation = try await project.json("metrics", "evaluate").array?.first
        #expect(evaluation?["splits"]?["roc_auc"] == "test")
    }

    /// Figures without the splits that they are of, which versions of before did not tell.
    private func unsplit(_ metrics: JSON) -> JSON {
        .array((metrics.array ?? []).map { row in .object((row.members ?? []).filter { $0.name != "splits" }) })
    }

    @Test(arguments: [
        ("census", ["train.trees"]), ("commands", ["compare", "fit.fr-4", "clean.de", "clean.fr"]),
    ])
    func whyIsAnswered(name: String, stages: [String]) async throws {
        let project = try await EarlierProject(name)
        let outcome = try await BuiltTool.mlkit(["why"] + stages + ["--format", "json"], in: project.path)
        let now = try JSON(parsing: Array(outcome.output.utf8)).array ?? []
        // What is deployed waits for stages of changed kinds.
        let then = (try project.expected("why.json").array ?? []).filter { name != "census" || $0["stage"] != "deploy" }
        for key in ["stage", "up_to_date", "causes", "outputs"] {
            #expect(now.map { $0[key] } == then.map { $0[key] })
        }
        #expect(now.map { $0["follows_from"]?["inputs"] } == then.map { $0["follows_from"]?["inputs"] })
    }

    /// An item that a gate needs is answered, and one was overridden; both are in files that 0.1 wrote.
    @Test func gatesStandAsTheyStood() async throws {
        let met = try await EarlierProject("commands").mlkit("check", "gate", "--stage", "compare")
        #expect(met.status == 0, "\(met.output)")
        let project = try await EarlierProject("census")
        #expect(try await project.mlkit("check", "gate", "--stage", "deploy").status == 1)
        #expect(try project.read(".mlkit/lock/deploy.json").contains("to have something to show"))
    }
}
