internal import MLKitCore
internal import MLKitGit
internal import MLKitYAML

/// A conda environment, `environment.yml`: each package with its version and build, or with three parts of a version.
enum CondaEnvironment {
    private static let names = ["environment*.y*ml", "conda.y*ml", "*environment.y*ml"]

    static func isOne(_ file: String) -> Bool { names.contains { Glob($0).matches(PinProbe.name(file)) } }

    /// `nil` for a file that names no package.
    static func verdict(_ file: String, _ tracked: PathSet, _ context: ProbeContext) throws -> ProbeVerdict? {
        guard let bytes = try context.read(tracked: file) else { return nil }
        guard let root = try? YAMLDocument.parse(bytes, file: file) else { return .unknown("`\(file)` cannot be read as YAML", [file]) }
        let entries = root["dependencies"]?.sequence ?? []
        let packages = entries.compactMap(\.text).filter { $0 != "pip" }
        let wheels = entries.compactMap { $0["pip"]?.sequence?.compactMap(\.text) }.joined().joined(separator: "\n")
        let lines = PinnedRequirement.lines(of: wheels)
        var loose = packages.first { !isExact($0) }
        var read = Requirements(context, tracked)
        try read.take(lines, in: file)
        if let lost = read.lost { return .failed("`\(lost.file)` takes in `\(lost.name)`, which git does not have", [file]) }
        loose = loose ?? read.loose.first?.name
        if let loose { return .failed("`\(file)` names `\(loose)` without a whole version, and no lock file is tracked", [file]) }
        return packages.isEmpty && lines.isEmpty ? nil : .passed("`\(file)` pins every package", [file])
    }

    /// Of the language itself two parts of the version are enough: the third one mends.
    private static func isExact(_ package: String) -> Bool {
        guard !package.contains(where: { "*<>~|,".contains($0) }) else { return false }
        let parts = package.split { $0 == "=" || $0 == " " }.map(String.init)
        let isLanguage = parts.first == "python" || parts.first == "r-base"
        return parts.count >= 3 || package.contains("==")
            || parts.count == 2 && parts[1].split(separator: ".").count >= (isLanguage ? 2 : 3)
    }
}
