internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// The stages of a template's own `mlkit.yaml`, for a project that has none: with the template's other files it makes
/// little sense without them.
struct TemplateStages {
    /// The lines of `params`, `resources` and `stages`, with the comments above them.
    let lines: [String]
    /// Stages that are not among them, since a file of the template's that they read is one of the project's own.
    let withoutFile: [LeftOut]

    private static let keys: Set<String> = ["params", "resources", "stages"]

    /// `nil` if the rendering has no stages. Whether they are sound shows in the proposal that they become part of: the rest of
    /// the template's spec, such as a layout that has no name, is not taken over.
    ///
    /// - Parameter foreign: files of the template's in whose place the project has others.
    init?(_ rendering: Rendering, foreign: [String]) {
        guard let file = rendering.files.first(where: { $0.path == ProjectSpec.fileName }),
            let root = try? YAMLDocument.parse(file.content, file: file.path), root["stages"]?.mapping?.isEmpty == false
        else { return nil }
        let text = String(decoding: file.content, as: UTF8.self)
        let stages = (root["stages"]?.mapping ?? []).compactMap { entry -> (name: String, file: String)? in
            let inputs = entry.value["inputs"]?.sequence?.compactMap(\.text) ?? []
            return inputs.first { foreign.contains(bytesOf: $0) }.map { (entry.name, $0) }
        }
        withoutFile = stages.map { name, file in
            LeftOut(what: "stage `\(name)` of the template", why: "`\(file)` is yours, and not the one that it runs")
        }
        let blocks = Self.blocks(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        lines = stages.reduce(blocks) { Self.cut($1.name, from: $0) }
    }

    /// The lines without those of a stage, and the comments above it.
    private static func cut(_ stage: String, from lines: [String]) -> [String] {
        guard let start = lines.firstIndex(of: "  \(stage):") else { return lines }
        var first = start
        while first > 0, lines[first - 1].hasPrefix("  #") { first -= 1 }
        let end = lines[(start + 1)...].firstIndex { !$0.isEmpty && !$0.hasPrefix("   ") } ?? lines.endIndex
        return Array(lines[..<first] + lines[end...])
    }

    private static func blocks(_ all: [String]) -> [String] {
        var found: [String] = []
        var above: [String] = []
        var isWanted = false
        for line in all {
            if let key = key(line) {
                isWanted = keys.contains(key)
                if isWanted { found += (found.last?.isEmpty == true ? [] : [""]) + above }
                above = []
            } else if line.hasPrefix("#") || line.isEmpty {
                // What stands at the margin belongs to what comes below it.
                above = line.isEmpty ? [] : above + [line]
                if isWanted, line.isEmpty { found.append(line) }
                continue
            }
            if isWanted { found.append(line) }
        }
        while found.last?.isEmpty == true { found.removeLast() }
        return found
    }

    /// The key of a line at the margin.
    private static func key(_ line: String) -> String? {
        guard let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") else { return nil }
        return String(line[..<colon])
    }
}
