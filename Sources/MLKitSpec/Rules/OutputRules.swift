internal import MLKitCore

/// Where a stage cannot write.
enum OutputRules {
    private static let ownFolder = ".mlkit"

    /// Outputs in the places of what mlkit itself reads and writes while the stage runs. All that stands where an output is
    /// to be is moved away before.
    static func reserved(_ stages: [StageSpec], _ layout: Layout) -> [Diagnostic] {
        let logs = layout.logs
        return stages.flatMap { stage in
            stage.outputs.compactMap { output -> Diagnostic? in
                // Few paths come near one of these places.
                guard output.path.utf8.first == UInt8(ascii: ".") || output.path == ProjectSpec.fileName
                    || logs.hasPrefix(output.path) || output.path.hasPrefix(logs)
                else { return nil }
                return problem(output.path, of: stage, log: "\(logs)/\(stage.name).log")
            }
        }
    }

    private static func problem(_ path: String, of stage: StageSpec, log: String) -> Diagnostic? {
        let taken = [ProjectSpec.fileName, ownFolder, log]
        guard let place = taken.first(where: { holds(path, $0) }) ?? (holds(ownFolder, path) ? ownFolder : nil) else { return nil }
        return .error(
            "the stage `\(stage.name)` cannot write `\(path)`: mlkit needs `\(place)` while it runs", at: stage.location,
            hint: "let it write into a folder of its own")
    }

    private static func holds(_ folder: String, _ path: String) -> Bool {
        folder == "." || folder == path || path.hasPrefix(folder + "/")
    }
}
