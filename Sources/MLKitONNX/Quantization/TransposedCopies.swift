internal import FoundationEssentials
internal import MLKitCore
internal import MLKitONNXFormat

extension Onnx_GraphProto {
    /// The graph with matrices that are others transposed computed from those: a runtime that folds constants stores such weights
    /// twice.
    var withoutTransposedCopies: Onnx_GraphProto { withoutTransposedCopies(of: [:]) }

    /// - Parameter outer: The matrices of the graphs around this one.
    private func withoutTransposedCopies(of outer: [Corners: [Onnx_TensorProto]]) -> Onnx_GraphProto {
        var kept = outer
        var copies = [String: String]()
        let fed = Set(input.map(\.name))
        let tables = Set(node.filter { $0.qualifiedOperator == "Gather" }.compactMap(\.input.first))
        // What is looked up in stays, so that its rows are found.
        for tensor in initializer.filter({ tables.contains($0.name) }) + initializer.filter({ !tables.contains($0.name) }) {
            // What a caller may replace is no constant of its own.
            guard !fed.contains(tensor.name), let corners = Corners(tensor) else { continue }
            if !tables.contains(tensor.name), let other = kept[corners]?.first(where: { $0.isTransposed(tensor) }) {
                copies[tensor.name] = other.name
            } else {
                kept[corners, default: []].append(tensor)
            }
        }
        var graph = self
        for place in node.indices {
            for attribute in node[place].attribute.indices where node[place].attribute[attribute].hasG {
                graph.node[place].attribute[attribute].g = node[place].attribute[attribute].g.withoutTransposedCopies(of: kept)
            }
        }
        for name in initializer.map(\.name) {
            guard let other = copies[name] else { continue }
            var node = Onnx_NodeProto()
            (node.opType, node.input, node.output) = ("Transpose", [other], [name])
            node.attribute = [Attribute.ints([1, 0]).format(name: "perm")]
            graph.node.insert(node, at: 0)
        }
        graph.initializer.removeAll { copies[$0.name] != nil }
        return graph
    }
}

/// What a matrix and the same transposed have in common.
private struct Corners: Hashable {
    let sizes: [Int64]
    let first: Data
    let last: Data

    /// `nil` for what is no matrix of floats, or so small that it does not matter.
    init?(_ tensor: Onnx_TensorProto) {
        guard tensor.dims.count == 2, tensor.dataType == ElementType.float.code, tensor.rawData.count >= 4096 else { return nil }
        sizes = tensor.dims.sorted()
        (first, last) = (Data(tensor.rawData.prefix(4)), Data(tensor.rawData.suffix(4)))
    }
}

extension Onnx_TensorProto {
    fileprivate func isTransposed(_ other: Onnx_TensorProto) -> Bool {
        guard dims == other.dims.reversed(), let own = try? Tensor(self).floats, let others = try? Tensor(other).floats else {
            return false
        }
        let (rows, columns) = (Int(dims[0]), Int(dims[1]))
        return own.count == others.count && own.indices.allSatisfy { own[$0] == others[$0 % columns * rows + $0 / columns] }
    }
}
