import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// The text of a key stands where the key is declared, and nowhere else: what reads, checks or complains of it goes by a name.
@Suite struct KeyTextTests {
    /// Keys of two words and more, which nothing else is called.
    private func longKeys() throws -> Set<String> {
        func names(_ json: JSON) -> [String] {
            let own = json["properties"]?.members?.map(\.name) ?? []
            return own + (json.members?.flatMap { names($0.value) } ?? []) + (json.array?.flatMap(names) ?? [])
        }
        let schema = try JSON(parsing: Array(StageKinds.builtIn.jsonSchema.utf8), file: "schema.json")
        return Set(names(schema).filter { $0.contains("_") })
    }

    @Test func everyKeyIsWrittenWhereItIsDeclared() throws {
        let keys = try longKeys()
        #expect(keys.isSuperset(of: ["min_count", "smoke_rows", "max_depth", "drop_duplicates", "subject_to"]))
        for target in ["MLKitSpec", "MLKitTables", "MLKitTraining", "MLKitEvaluation", "MLKitDeployment", "MLKitSweeps"] {
            let folder = BuiltTool.sourceRoot.pushing("Sources").appending(target)
            for file in try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()) {
                let text = try LocalFileSystem().readText(folder.pushing(FilePath(file)))
                for match in text.matches(of: #/"([a-z]+_[a-z_]+)"/#) where keys.contains(String(match.output.1)) {
                    let before = text[..<match.range.lowerBound].suffix(120).trimmed
                    // What an engine calls a parameter of its own.
                    let isEngines = before.hasSuffix("(") && text[match.range.upperBound...].hasPrefix(", \"\\(")
                    let isCase = before.contains(#/case [a-zA-Z]+ =$/#)
                    let isDeclared = isCase || before.hasSuffix("Key(") || before.hasSuffix("FieldSchema(") || before.hasSuffix("Name =")
                    #expect(isDeclared || isEngines, "\(target)/\(file) writes `\(match.output.1)` again")
                }
            }
        }
    }
    /// Keys of one word are not told from other texts by themselves: they are where something is looked up.
    @Test func keysAreLookedUpByTheirNames() throws {
        for target in ["MLKitTables", "MLKitTraining", "MLKitEvaluation", "MLKitDeployment"] {
            let folder = BuiltTool.sourceRoot.pushing("Sources").appending(target)
            let texts = try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()).map { file in
                (file: file, text: try LocalFileSystem().readText(folder.pushing(FilePath(file))))
            }
            let keys = Set(texts.flatMap { $0.text.matches(of: #/(?:Key\(\s*|Name = )"(\w+)"/#).map { String($0.output.1) } })
            for (file, text) in texts {
                for match in text.matches(of: #/(?:node|place|root|clean|stage)\??\["(\w+)"\]/#) where keys.contains(String(match.output.1)) {
                    Issue.record("\(target)/\(file) writes `\(match.output.1)` again")
                }
            }
        }
    }

    /// Families of trees have these keys in common, and one declaration.
    @Test func keysOfTreesAreDeclaredOnce() throws {
        let folder = BuiltTool.sourceRoot.pushing("Sources/MLKitTraining")
        let files = try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()).filter { file in
            ["Trees/", "LightGBM/", "Forest/"].contains { file.hasPrefix($0) }
        }
        #expect(files.count > 10)
        for key in ["max_depth", "max_bins", "column_sample", "subsample", "learning_rate"] {
            let declaring = try files.filter { file in
                let text = try LocalFileSystem().readText(folder.pushing(FilePath(file)))
                return text.contains("Key(\"\(key)\"") || text.contains("Name = \"\(key)\"")
            }
            #expect(declaring == ["Trees/TreeKeys.swift"], "\(key): \(declaring)")
        }
    }
}
