import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A project of command stages in git, with figures and series, that has been run and committed.
struct ViewedProject {
    let git: GitSandbox

    static let spec = """
        mlkit: 1
        project: {name: shop}
        params: {langs: [de, fr], size: {de: 1, fr: 2}, rate: 0.1}
        stages:
          clean:
            foreach: ${params.langs}
            run: mkdir -p clean && cat raw.txt > clean/${item}.txt && echo ${params.size.${item}} >> clean/${item}.txt
            inputs: [raw.txt]
            outputs: ["clean/${item}.txt"]
          fit:
            foreach: ${params.langs}
            run: sh fit.sh ${item} ${params.rate}
            inputs: ["${stages.clean.${item}}", fit.sh]
            outputs: {model: "fit/${item}.txt"}
            metrics: ["reports/${item}.json"]
            plots: ["reports/${item}.csv"]
          report:
            run: cat fit/*.txt > report.txt
            inputs: ["${stages.fit}"]
            outputs: [report.txt]

        """

    static let script = """
        mkdir -p fit reports
        cat clean/$1.txt > fit/$1.txt
        echo "{\\"loss\\": $2, \\"rows\\": {\\"valid\\": $(wc -l < clean/$1.txt)}}" > reports/$1.json
        printf 'epoch,loss,note\\n1,0.5,a\\n2,%s,b\\n' $2 > reports/$1.csv

        """

    /// Makes the project, runs it, and commits all.
    init() async throws {
        git = try await GitSandbox()
        try git.write(Self.spec, to: "mlkit.yaml")
        try git.write(Self.script, to: "fit.sh")
        try git.write("raw\n", to: "raw.txt")
        try git.write("/.mlkit/cache/\n/.mlkit/tmp/\n/logs/\n", to: ".gitignore")
        try await run()
        try await git.git("add", "--all")
        try await git.git("commit", "--quiet", "--message", "First")
    }

    func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: git.path, environment: git.variables)
    }

    /// What a command that succeeds prints.
    func output(_ arguments: String...) async throws -> String {
        let outcome = try await BuiltTool.mlkit(arguments, in: git.path, environment: git.variables)
        guard outcome.status == 0 else { throw Failure("exit status \(outcome.status)", notes: [outcome.error]) }
        return outcome.output
    }

    func run() async throws { _ = try await output("run", "-j", "1") }

    func edit(_ old: String, _ new: String) throws {
        let text = try git.read("mlkit.yaml")
        guard text.contains(old) else { throw Failure("`\(old)` is not in mlkit.yaml") }
        try git.write(text.replacing(old, with: new), to: "mlkit.yaml")
    }

    /// Whether Python's parser of XML takes each file.
    func expectXML(_ files: [String]) async throws {
        let code = "import sys, xml.dom.minidom\nfor name in sys.argv[1:]: xml.dom.minidom.parse(name)"
        let outcome = try await BuiltTool.run("python3", ["-c", code] + files, in: git.path)
        guard outcome.status == 0 else { throw Failure("not XML", notes: [outcome.error]) }
    }
}
