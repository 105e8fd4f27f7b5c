public import MLKitCore
public import SystemPackage

/// Finds the definitions that a spec names: built-in ones by name, others by path in the project.
public struct DefinitionFinder {
    let project: FilePath
    let builtIn: FilePath
    let files: any FileSystem

    /// - Parameter builtIn: the folder with the lists that mlkit brings.
    public init(project: FilePath, builtIn: FilePath, files: any FileSystem) {
        self.project = project
        self.builtIn = builtIn
        self.files = files
    }

    /// The file of each list.
    ///
    /// - Throws: `Failure` naming every list that is not there.
    public func locate(_ names: [String]) throws -> [FilePath] {
        let found = try names.map { ($0, try locate($0)) }
        let missing = found.filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty else { throw Failure(try missing.map(problem)) }
        return found.compactMap(\.1)
    }

    private func locate(_ name: String) throws -> FilePath? {
        let file = Self.isPath(name) ? project.pushing(FilePath(name)) : builtIn.appending("\(name).yaml")
        return try files.exists(file) ? file : nil
    }

    static func isPath(_ name: String) -> Bool {
        name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    private func problem(_ name: String) throws -> Diagnostic {
        guard !Self.isPath(name) else {
            return .error("the checklist `\(name)` does not exist", hint: "paths are relative to the project")
        }
        let known = try files.list(builtIn).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        return .error(
            "there is no built-in checklist `\(name)`", hint: Suggestion.hint(for: name, among: known))
    }
}
