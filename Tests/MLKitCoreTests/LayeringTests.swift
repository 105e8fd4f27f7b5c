import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The targets of Package.swift stand lowest first, and a source file imports only what its target declares.
@Suite struct LayeringTests {
    let root: FilePath

    init() { root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent() }

    /// Our libraries in the order of Package.swift, each with the targets it declares.
    private func libraries() throws -> [(name: String, dependencies: [String])] {
        let text = try LocalFileSystem().readText(root.appending("Package.swift"))
        var found: [(name: String, dependencies: [String])] = []
        for match in text.matches(of: #/(?:library\(|\.target\(name: )\s*"(MLKit\w+)"(?s:(.*?))\]/#) {
            let dependencies = match.output.2.matches(of: #/"(MLKit\w+)"/#).map { String($0.output.1) }
            found.append((String(match.output.1), dependencies))
        }
        return found
    }

    @Test func everyArrowPointsUp() throws {
        let libraries = try libraries()
        #expect(libraries.count >= 20)
        var above = Set<String>()
        for library in libraries {
            for dependency in library.dependencies {
                #expect(above.contains(dependency), "\(library.name) depends on \(dependency), which stands below it")
            }
            above.insert(library.name)
        }
    }

    @Test func filesImportOnlyWhatTheirTargetDeclares() throws {
        for library in try libraries() where !library.name.hasSuffix("TestSupport") {
            let folder = root.appending("Sources").appending(library.name)
            for file in try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()) {
                let text = try LocalFileSystem().readText(folder.pushing(FilePath(file)))
                for name in Self.imports(in: text) {
                    #expect(
                        library.dependencies.contains(name), "\(library.name)/\(file) imports \(name), which its target does not declare")
                }
            }
        }
    }

    /// The targets of ours that a source file imports, however visibly.
    private static func imports(in text: String) -> [String] {
        let line = #/(?m)^(?:@\w+(?:\(\w+\))? )*(?:\w+ )?import (?:(?:struct|class|enum|protocol|func|typealias) )?(MLKit\w+)/#
        return text.matches(of: line).map { String($0.output.1) }
    }

    @Test(arguments: ["", "public ", "package ", "internal ", "fileprivate ", "private ", "@preconcurrency ", "@testable public ", "@_spi(Some) "])
    func importsAreSeen(_ before: String) {
        #expect(Self.imports(in: "import MLKitA\n\(before)import MLKitB\n// import MLKitC\n") == ["MLKitA", "MLKitB"])
        #expect(Self.imports(in: "\(before)import struct MLKitB.Some\n") == ["MLKitB"])
    }

    /// Who looks for a type finds one. Those that C or a format generates are not ours to name.
    @Test func noNameOfATypeStandsTwice() throws {
        var places: [String: [String]] = [:]
        let folder = root.appending("Sources")
        for file in try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()) where !file.hasPrefix("MLKitONNXFormat/") {
            let text = try LocalFileSystem().readText(folder.pushing(FilePath(file)))
            for match in text.matches(of: #/(?m)^(?:@\w+ |\w+ )*?(?:struct|class|enum|protocol|actor|typealias) (\w+)/#) {
                places[String(match.output.1), default: []].append(file)
            }
        }
        #expect(places.count > 1000)
        for (name, files) in places.sorted(by: { $0.key < $1.key }) where files.count > 1 {
            Issue.record("`\(name)` stands in \(files.joined(separator: " and "))")
        }
    }

    /// What is hidden in a target is for its own tests alone.
    @Test func testsOpenOnlyTheirOwnTarget() throws {
        let folder = root.appending("Tests")
        for file in try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()) {
            let text = try LocalFileSystem().readText(folder.pushing(FilePath(file)))
            for match in text.matches(of: #/(?m)^@testable import (\w+)/#) {
                let target = String(match.output.1)
                #expect(file.hasPrefix("\(target)Tests/"), "\(file) opens \(target)")
            }
        }
    }

    @Test func onlyTheCommandsPrint() throws {
        for library in try libraries() where library.name != "MLKitCommands" {
            let folder = root.appending("Sources").appending(library.name)
            guard try LocalFileSystem().exists(folder) else { continue }
            for file in try Glob("**/*.swift").matches(in: folder, files: LocalFileSystem()) {
                let text = try LocalFileSystem().readText(folder.pushing(FilePath(file)))
                #expect(!text.contains(#/(?m)^\s*print\(/#), "\(library.name)/\(file) prints")
            }
        }
    }
}
