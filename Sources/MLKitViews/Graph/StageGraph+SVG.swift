internal import MLKitDrawing

extension StageGraph {
    /// The graph as a picture.
    public var svg: String {
        let hasStates = nodes.contains { $0.state != nil }
        let sizes = nodes.map { node -> (width: Double, height: Double) in
            let name = SVGText.width(Self.label(node), size: 12)
            let kind = SVGText.width(node.kind ?? "", size: 11)
            return (max(name, kind) + 24, node.kind == nil ? 26 : 40)
        }
        let layout = GraphLayout(self, sizes: sizes, origin: .init(x: Self.margin, y: Self.margin + 34))
        let legend = hasStates ? 300.0 : 0
        let width = max(layout.width, SVGText.width(title, size: 14) + legend + 3 * Self.margin) + Self.margin
        var picture = SVGDocument(
            width: width, height: max(layout.height, Self.margin + 34) + Self.margin, title: "stages of \(title)",
            style: Self.style)
        picture.text(title, x: Self.margin, y: Self.margin + 10, class: "title")
        if hasStates { drawLegend(&picture, right: width - Self.margin) }
        for (edge, route) in zip(edges, layout.routes) { draw(edge, route, &picture) }
        for (node, box) in zip(nodes, layout.boxes) { draw(node, box, &picture) }
        return picture.output
    }

    private static let margin = 20.0
    private static let style = """
        .node{fill:var(--box);stroke:var(--frame)}.file{fill:var(--page);stroke:var(--frame);stroke-dasharray:3 2}
        .fresh{fill:var(--fresh);stroke:var(--fresh-edge)}.stale{fill:var(--stale);stroke:var(--stale-edge)}
        .kept{fill:var(--kept);stroke:var(--kept-edge)}
        .edge{fill:none;stroke:var(--frame);stroke-width:1.2}.tip{fill:var(--frame)}

        """

    /// A name that fits a picture: of a very long one the beginning.
    private static func label(_ node: Node) -> String { SVGText.cut(node.name, letters: 60) }

    private func drawLegend(_ picture: inout SVGDocument, right: Double) {
        let y = Self.margin
        for (number, state) in [State.upToDate, .stale(""), .inCache("")].enumerated() {
            let x = right - 300 + 104 * Double(number)
            picture.rectangle(x: x, y: y, width: 12, height: 12, class: Self.name(state), radius: 3)
            picture.text(state.words, x: x + 18, y: y + 10, class: "faint")
        }
    }

    private static func name(_ state: State) -> String {
        switch state {
        case .upToDate: "fresh"
        case .stale, .stuck: "stale"
        case .inCache: "kept"
        }
    }

    private func draw(
        _ node: Node, _ box: (corner: GraphLayout.Point, width: Double, height: Double), _ picture: inout SVGDocument
    ) {
        let name = node.state.map(Self.name) ?? (node.kind == nil ? "file" : "node")
        var tooltip = node.name
        if let state = node.state { tooltip += ": " + state.words }
        if let reason = node.state?.reason { tooltip += ", " + reason }
        picture.group(tooltip: tooltip) { picture in
            picture.rectangle(
                x: box.corner.x, y: box.corner.y, width: box.width, height: box.height, class: name,
                radius: node.kind == nil ? 0 : 7)
            picture.text(Self.label(node), x: box.corner.x + 12, y: box.corner.y + 17)
            if let kind = node.kind {
                picture.text(kind, x: box.corner.x + 12, y: box.corner.y + 32, class: "faint")
            }
        }
    }

    /// A line that is level wherever it meets a column, with a tip at its end.
    private func draw(_ edge: Edge, _ route: [GraphLayout.Point], _ picture: inout SVGDocument) {
        guard let first = route.first, let last = route.last else { return }
        let n = SVGDocument.n
        var path = "M\(n(first.x)) \(n(first.y))"
        var here = first
        for (number, next) in route.dropFirst().enumerated() {
            let end = number == route.count - 2 ? next.x - 6 : next.x
            if here.y == next.y {
                path += "L\(n(end)) \(n(next.y))"
            } else {
                let middle = (here.x + next.x) / 2
                path += "C\(n(middle)) \(n(here.y)) \(n(middle)) \(n(next.y)) \(n(end)) \(n(next.y))"
            }
            here = next
        }
        picture.path(path, class: "edge")
        picture.path(
            "M\(n(last.x)) \(n(last.y))l-7 -3.5v7z", class: "tip")
    }
}
