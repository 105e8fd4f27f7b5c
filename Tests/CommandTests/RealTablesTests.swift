import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Tables of scikit-learn, statsmodels and palmerpenguins, beside those of `NewTableTests`: each goes from a file to a served model at
/// first try.
@Suite struct RealTablesTests {
    struct RealTable: Sendable, CustomTestStringConvertible {
        let name: String
        let target: String
        /// What makes a frame `f` of pandas.
        let making: String
        /// What the file is called.
        let file: String
        /// The worst that its model may be on the test split, by its first metric.
        let metric: String
        let least: Double

        var testDescription: String { name }
    }

    private static let statsmodels = "import statsmodels.api as sm\nf = sm.datasets."

    static let tables = [
        RealTable(
            name: "penguins", target: "species", making: "from palmerpenguins import load_penguins\nf = load_penguins()",
            file: "penguins.csv",
            metric: "accuracy", least: 0.9),
        RealTable(
            name: "body mass", target: "body_mass_g", making: "from palmerpenguins import load_penguins\nf = load_penguins()",
            file: "penguins.tsv",
            metric: "r2", least: 0.6),
        RealTable(
            name: "affairs", target: "affairs", making: statsmodels
                + "fair.load_pandas().data.sample(700, random_state=1)\nf['affairs'] = (f.affairs > 0).map({True: 'yes', False: 'no'})",
            file: "fair.jsonl", metric: "roc_auc", least: 0.6),
        RealTable(
            name: "vote", target: "vote", making: statsmodels + "anes96.load_pandas().data", file: "anes96.csv.gz", metric: "roc_auc",
            least: 0.9),
        RealTable(
            name: "grunfeld", target: "invest", making: statsmodels + "grunfeld.load_pandas().data", file: "grunfeld.parquet",
            metric: "r2", least: 0.5),
        RealTable(
            name: "choice", target: "choice", making: statsmodels + "modechoice.load_pandas().data", file: "modechoice.csv",
            metric: "roc_auc", least: 0.7),
        RealTable(
            name: "macro", target: "realgdp", making: statsmodels + "macrodata.load_pandas().data", file: "macro.csv", metric: "r2",
            least: -100),
        RealTable(
            name: "digits", target: "target",
            making: "from sklearn import datasets\nf = datasets.load_digits(as_frame=True).frame.sample(360, random_state=1)",
            file: "digits.csv", metric: "accuracy", least: 0.8),
    ]

    private static func writing(_ file: String) -> String {
        if file.hasSuffix(".parquet") { return "f.to_parquet('\(file)')" }
        if file.hasSuffix(".jsonl") { return "f.to_json('\(file)', orient='records', lines=True)" }
        return "f.to_csv('\(file)', index=False\(file.hasSuffix(".tsv") ? ", sep='\\t'" : ""))"
    }

    @Test(arguments: tables) func aTableGoesTheWholeWay(_ table: RealTable) async throws {
        let scratch = try ScratchDirectory()
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let script = "import warnings\nwarnings.simplefilter('ignore')\n\(table.making)\n\(Self.writing(table.file))"
        let made = try await BuiltTool.run(python, ["-c", script], in: scratch.path)
        try #require(made.status == 0, "\(made.error)")
        let new = try await BuiltTool.mlkit(["new", "p", "--data", table.file, "--target", table.target, "--defaults"], in: scratch.path)
        try #require(new.status == 0, "\(new.error)")
        let run = try await BuiltTool.mlkit(["run"], in: scratch.path.appending("p"))
        try #require(run.status == 0, "\(run.error)")
        let report = try JSON(parsing: Array(try scratch.read("p/reports/evaluation.json").utf8))
        let models = report["models"]?.array ?? []
        let best = models.compactMap { $0["metrics"]?[table.metric]?.double }.max()
        #expect((best ?? -.infinity) >= table.least, "\(report["models"]?.compact ?? "")")
        // A row of the table, as it stood there, is answered by the bundle.
        let asked = try await BuiltTool.mlkit(["predict", "current", "../\(table.file)", "-o", "a.csv"], in: scratch.path.appending("p"))
        #expect(asked.status == 0, "\(asked.error)")
    }
}
