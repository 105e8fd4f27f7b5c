import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit schema`, seen from outside.
@Suite struct SchemaCommandTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func printsTheSchemaThatAProjectHas() async throws {
        let outcome = try await BuiltTool.mlkit(["schema"], in: scratch.path)
        #expect(outcome.status == 0 && outcome.error == "")
        let schema = try JSON(parsing: outcome.output)
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["title"] == "mlkit.yaml" && schema["$id"] == nil)
        #expect(
            try await BuiltTool.mlkit(["schema", "spec", "--format", "json"], in: scratch.path).output == outcome.output
        )
        #expect(try await BuiltTool.mlkit(["new", "census", "--defaults", "--no-git"], in: scratch.path).status == 0)
        #expect(try scratch.read("census/.mlkit/schema.json") == outcome.output)
    }

    /// What was written at the installation counts for the program that wrote it, and no other: both have one time.
    @Test(arguments: [(true, "{}\n"), (false, nil)])
    func aSchemaOfTheInstallationIsTaken(isOfProgram: Bool, expected: String?) async throws {
        let tool = BuiltTool.folder.appending("mlkit").string
        try scratch.write("{}\n", to: "home/schema.json")
        let root = BuiltTool.sourceRoot.string
        let script = "ln -s \"$0/templates\" \"$0/checklists\" home/ && touch \(isOfProgram ? "-r \"$1\"" : "-d 2020-01-01") "
            + "home/schema.json"
        #expect(try await BuiltTool.run("sh", ["-c", script, root, tool], in: scratch.path).status == 0)
        let variables = ["MLKIT_HOME": scratch.path.appending("home").string]
        let arguments = ["new", "census", "--template", "minimal", "--defaults", "--no-git"]
        #expect(try await BuiltTool.mlkit(arguments, in: scratch.path, environment: variables).status == 0)
        let whole = try await BuiltTool.mlkit(["schema"], in: scratch.path, environment: variables).output
        #expect(try scratch.read("census/.mlkit/schema.json") == expected ?? whole)
        #expect(whole.count > 1000)
    }

    @Test func printsTheSchemaOfTemplates() async throws {
        let outcome = try await BuiltTool.mlkit(["schema", "template"], in: scratch.path)
        #expect(outcome.status == 0)
        #expect(try JSON(parsing: outcome.output)["properties"]?["questions"] != nil)
    }

    @Test(arguments: ["data", "comparison", "training", "trials", "evaluation", "quantization", "smoke", "test-look", "test-search"])
    func printsTheSchemaOfAReport(name: String) async throws {
        let outcome = try await BuiltTool.mlkit(["schema", "--report", name], in: scratch.path)
        #expect(outcome.status == 0)
        #expect(try JSON(parsing: outcome.output)["properties"]?.members?.isEmpty == false)
        let help = try await BuiltTool.mlkit(["schema", "--help"], in: scratch.path).output
        #expect(help.split { !($0.isLetter || $0 == "-") }.contains(Substring(name)))
    }

    @Test func anotherFileIsWrongUsage() async throws {
        let outcome = try await BuiltTool.mlkit(["schema", "checklist"], in: scratch.path)
        #expect(outcome.status == 64 && outcome.output == "")
        #expect(outcome.error.hasPrefix("Error: The value 'checklist' is invalid for '<file>'."))
    }
}
