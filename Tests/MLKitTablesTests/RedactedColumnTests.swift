import MLKitCore
import MLKitSignature
import Testing

@testable import MLKitTables

/// What a schema file may say of columns in which words stand for what names a person.
@Suite struct RedactedColumnTests {
    private func file(_ type: String, _ redacted: String) throws -> SchemaFile {
        try SchemaFile(bytes: Array("columns: {a: {type: \(type)}}\nredact: \(redacted)\n".utf8), name: "schema.yaml")
    }

    @Test(arguments: ["text", "identifier"]) func textsCanBeRedacted(type: String) throws {
        #expect(try file(type, "[a]").schema.cleaning.redacted == ["a"])
    }

    @Test(arguments: ["integer", "number", "boolean", "date", "timestamp"]) func otherColumnsCannot(type: String) throws {
        let failure = #expect(throws: Failure.self) { try file(type, "[a]") }
        #expect(failure?.diagnostics.map(\.message) == ["only texts can be redacted, and `a` is \(type)"])
    }

    @Test func theyAreColumnsOfTheTable() throws {
        let failure = #expect(throws: Failure.self) { try file("text", "[b]") }
        #expect(failure?.diagnostics.map(\.message) == ["`redact` names the column `b`, which is not there"])
        let other = #expect(throws: Failure.self) { try file("text", "a") }
        #expect(other?.diagnostics.count == 1 && other?.diagnostics[0].message.hasPrefix("`redact` takes a list of columns, not ") == true)
    }
}
