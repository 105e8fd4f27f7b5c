internal import MLKitCore
internal import MLKitYAML

/// What must hold between the folders of a layout.
enum LayoutRules {
    /// - Parameters:
    ///   - node: what stands under `layout`.
    ///   - layout: what it comes to.
    static func problems(_ node: Node?, _ layout: Layout) -> [Diagnostic] {
        guard let entries = node?.mapping else { return [] }
        return entries.flatMap { entry -> [Diagnostic] in
            guard let role = Layout.Role(rawValue: entry.name), entry.value.text != nil else { return [] }
            return reserved(role, layout, entry) + sharedSplit(role, layout, entry, entries)
        }
    }

    private static func reserved(_ role: Layout.Role, _ layout: Layout, _ entry: Node.Entry) -> [Diagnostic] {
        let first = layout[role].split(separator: "/").first?.lowercased()
        guard first == ".mlkit" || first == ProjectSpec.fileName else { return [] }
        return [
            .error(
                "`\(layout[role])` is mlkit's own, so it cannot be the folder `\(role.rawValue)`",
                at: entry.value.location, hint: "choose another folder")
        ]
    }

    /// The files of the splits have the same names, so each split needs a folder of its own.
    private static func sharedSplit(
        _ role: Layout.Role, _ layout: Layout, _ entry: Node.Entry, _ entries: [Node.Entry]
    ) -> [Diagnostic] {
        let splits = [Layout.Role.train, .valid, .test]
        guard splits.contains(role) else { return [] }
        let isLater = { (other: Layout.Role) in
            let place = entries.first { $0.name == other.rawValue }?.key.byteRange.lowerBound
            return place.map { $0 < entry.key.byteRange.lowerBound } ?? true
        }
        let others = splits.filter { $0 != role && layout[$0].lowercased() == layout[role].lowercased() && isLater($0) }
        return others.prefix(1).map { other in
            .error(
                "`\(other.rawValue)` and `\(role.rawValue)` are both `\(layout[role])`", at: entry.value.location,
                hint: "give each split a folder of its own: their files have the same names")
        }
    }
}
