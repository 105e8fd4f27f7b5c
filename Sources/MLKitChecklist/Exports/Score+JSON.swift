public import MLKitCore

extension Score {
    /// `{"checklist", "title", "points", "maximum", "means", "sections": [{"id", "points", "maximum"}]}`, or for levels
    /// `{"checklist", "title", "level", "highest", "sections": [{"id", "finished"}]}`; below level 0 `level` is null.
    public var json: JSON {
        var members: [JSON.Member] = [.init("checklist", .string(checklist)), .init("title", .string(title))]
        switch result {
        case .points(let points, let maximum):
            members += [
                .init("points", .double(points)), .init("maximum", .double(maximum)), .init("means", .text(means)),
            ]
            members.append(
                .init(
                    "sections",
                    .array(
                        sections.map {
                            ["id": .string($0.id), "points": .double($0.points), "maximum": .double($0.maximum)]
                        })))
        case .level(let level, let highest):
            members += [.init("level", level.map { .int($0) } ?? .null), .init("highest", .int(highest))]
            members.append(
                .init("sections", .array(sections.map { ["id": .string($0.id), "finished": .bool($0.isFinished)] })))
        }
        return .object(members)
    }
}
