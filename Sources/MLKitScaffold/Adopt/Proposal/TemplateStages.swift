internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// The stages of a template's own `mlkit.yaml`, for a project that has none: with the template's other files it makes
/// little sense without them.
struct TemplateStages {
    /// The lines of `params`, `resources` and `stages`, with the comments above them.
    let lines: [String]

    private static let keys: Set<String> = ["params", "resources", "stages"]

    /// `nil` if the rendering has no stages. Whether they are sound shows in the proposal that they become part of: the rest of
    /// the template's spec, such as a layout that has no name, is not taken over.
    init?(_ rendering: Rendering) {
        guard let file = rendering.files.first(where: { $0.path == ProjectSpec.fileName }),
            let root = try? YAMLDocument.parse(file.content, file: file.path), root["stages"]?.mapping?.isEmpty == false
        else { return nil }
        let text = String(decoding: file.content, as: UTF8.self)
        lines = Self.blocks(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
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
