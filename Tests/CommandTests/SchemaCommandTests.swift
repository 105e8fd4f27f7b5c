import MLKitCore
import MLKitTestSupport
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

    @Test func printsTheSchemaOfTemplates() async throws {
        let outcome = try await BuiltTool.mlkit(["schema", "template"], in: scratch.path)
        #expect(outcome.status == 0)
        #expect(try JSON(parsing: outcome.output)["properties"]?["questions"] != nil)
    }

    @Test func anotherFileIsWrongUsage() async throws {
        let outcome = try await BuiltTool.mlkit(["schema", "checklist"], in: scratch.path)
        #expect(outcome.status == 64 && outcome.output == "")
        #expect(outcome.error.hasPrefix("Error: The value 'checklist' is invalid for '<file>'."))
    }
}
