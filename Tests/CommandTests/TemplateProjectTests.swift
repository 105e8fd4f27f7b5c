import MLKitCore
import MLKitTestSupport
import Testing

/// A project of each built-in template in each layout: it passes its own tests, and every stage of it runs.
@Suite(.serialized) struct TemplateProjectTests {
    static let layouts = ["classic", "data-science", "packages"]

    private func passesItsTestsAndRuns(_ template: String, _ layout: String, stages: Int) async throws -> SampleProject {
        let project = try await SampleProject(template: (template, layout))
        let tests = try await BuiltTool.run(
            "python3", ["-m", "unittest"], in: project.path, environment: PythonEnvironment.variables)
        #expect(tests.status == 0 && !tests.error.contains("Ran 0 tests"), "\(tests.error)")
        let run = try await project.mlkit("run", environment: PythonEnvironment.variables)
        #expect(run.status == 0, "\(run.error)\n\(run.output)")
        let again = try await project.mlkit("run", environment: PythonEnvironment.variables)
        #expect(again.error + again.output == "nothing to do: \(stages) stages up to date\n")
        return project
    }

    /// What git is to keep after a run: nothing that can be made again.
    private func untracked(_ project: SampleProject) async throws -> Set<String> {
        let status = try await BuiltTool.run(
            "git", ["status", "--porcelain", "--untracked-files=all"], in: project.path)
        let paths = status.output.split(separator: "\n").filter { $0.hasPrefix("??") }.map { String($0.dropFirst(3)) }
        return Set(paths.filter { !$0.hasPrefix(".mlkit/lock/") && !$0.hasPrefix(".mlkit/test-looks/") })
    }

    @Test(arguments: layouts)
    func tabular(layout: String) async throws {
        let project = try await passesItsTestsAndRuns("tabular", layout, stages: 9)
        #expect(try project.read("docs/report.md").contains("4 models predict `income`"))
        #expect(
            try await untracked(project) == [
                "data/schema.yaml", "docs/report.md", "reports/data.json", "reports/evaluation.json",
                "reports/quantization.json",
            ])
    }

    @Test(arguments: layouts)
    func python(layout: String) async throws {
        let project = try await passesItsTestsAndRuns("python", layout, stages: 7)
        let report = try project.read("docs/report.md")
        #expect(report.contains("A `boosting` model predicts `income`") && report.contains("beats the baseline"))
        let own = try project.json("reports/metrics.json")["test"]
        let exported = try project.json("reports/evaluation.json")["models"]?.array?.first?["metrics"]
        for name in ["accuracy", "roc_auc", "log_loss"] {
            let values = try (#require(own?[name]?.double), #require(exported?[name]?.double))
            #expect(abs(values.0 - values.1) < 0.002, "\(name)")
        }
        #expect(
            try await untracked(project) == [
                "data/schema.yaml", "docs/report.md", "reports/data.json", "reports/evaluation.json",
                "reports/metrics.json",
            ])
    }

    /// A regression on a table of the user's own.
    @Test func pythonOnOwnData() async throws {
        let project = try await SampleProject(
            template: ("python", "packages"),
            answers: [
                "data=own", "source=data/original/adult.csv.gz", "target=hours_per_week", "task=regression",
                "model=forest",
            ])
        let run = try await project.mlkit("run", environment: PythonEnvironment.variables)
        #expect(run.status == 0, "\(run.error)\n\(run.output)")
        #expect(try project.read("docs/report.md").contains("| rmse |"))
        #expect(try project.json("reports/evaluation.json")["task"] == "regression")
    }

    @Test(
        .enabled(if: PythonEnvironment.has("torch"), "needs PyTorch for the CPU: Tests/requirements-optional.txt"),
        arguments: layouts)
    func pytorch(layout: String) async throws {
        let project = try await passesItsTestsAndRuns("pytorch", layout, stages: 7)
        let evaluation = try project.json("reports/evaluation.json")
        #expect(evaluation["models"]?.array?.map { $0["name"] } == ["baseline", "network-int8"])
        #expect(evaluation["selection"]?["model"] == "network-int8")
        // Three layers, and the embeddings that are large enough.
        #expect(try #require(project.json("reports/quantization.json")["quantized"]?.array).count > 3)
        #expect(try project.read("docs/report.md").contains("Selected: **network-int8**"))
    }

    @Test(arguments: layouts)
    func minimal(layout: String) async throws {
        let project = try await SampleProject(template: ("minimal", layout))
        let run = try await project.mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        #expect(try project.read("reports/words.txt").contains(#/\d+/#))
        #expect(try await untracked(project) == ["reports/words.txt"])
    }
}
