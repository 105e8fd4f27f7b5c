internal import MLKitCore
internal import MLKitONNXFormat

/// Writes a model of ONNX's operator sets from 9 on with those of a later one: 13 is the first that can express quantization per
/// channel, 21 that of words of 16 bits.
///
/// What changed between them is in ONNX's changelog (https://github.com/onnx/onnx/blob/main/docs/Changelog.md): attributes that became
/// inputs, operators that got another name, and over which dimensions a softmax runs.
struct OperatorSetUpgrade {
    static let oldest = 9
    static let perChannel = 13

    private let version: Int
    private let target: Int

    /// - Throws: `Failure` for a set that is older than what is known here.
    init(from version: Int, to target: Int) throws {
        guard version >= Self.oldest else {
            throw Failure(
                "the model uses version \(version) of ONNX's operators, and those before \(Self.oldest) cannot be brought up to date",
                hint: "export the model anew with a later operator set")
        }
        self.version = version
        self.target = target
    }

    /// - Throws: `Failure` for an operator that no later set has as it was.
    func apply(to graph: Onnx_GraphProto, _ names: NameAllocator) throws -> Onnx_GraphProto {
        var names = names
        return try rewrite(graph, &names)
    }

    private func rewrite(_ graph: Onnx_GraphProto, _ names: inout NameAllocator) throws -> Onnx_GraphProto {
        var graph = graph
        let index = GraphIndex(graph)
        for place in graph.node.indices {
            for attribute in graph.node[place].attribute.indices where graph.node[place].attribute[attribute].hasG {
                graph.node[place].attribute[attribute].g = try rewrite(graph.node[place].attribute[attribute].g, &names)
            }
        }
        var editor = GraphEditor(graph, names: names)
        for (place, node) in graph.node.enumerated() where node.domain.isEmpty || node.domain == "ai.onnx" {
            try upgrade(node, at: place, index, &editor)
        }
        names = editor.names
        return editor.graph()
    }

    private func upgrade(_ node: Onnx_NodeProto, at place: Int, _ index: GraphIndex, _ editor: inout GraphEditor) throws {
        switch node.opType {
        case "Squeeze", "Unsqueeze", "ReduceSum": take("axes", of: node, at: place, as: 1, &editor)
        case "Split":
            take("split", of: node, at: place, as: 1, &editor)
            if changes(at: 18), editor.nodes[place].input.count < 2 { add("num_outputs", .int(node.output.count), at: place, &editor) }
        case "Slice" where version < 10:
            for (position, name) in ["starts", "ends", "axes"].enumerated() {
                take(name, of: node, at: place, as: position + 1, &editor)
            }
        case "TopK" where version < 10:
            guard let count = node.attribute("k")?.i else { return }
            set(editor.constant(Tensor(.int64([count]))), at: place, as: 1, without: ["k"], &editor)
        case "Clip" where version < 11:
            for (position, name) in ["min", "max"].enumerated() {
                guard let bound = node.attribute(name)?.f else { continue }
                set(editor.constant(.scalar(bound)), at: place, as: position + 1, without: [name], &editor)
            }
        case "Pad" where version < 11:
            take("pads", of: node, at: place, as: 1, &editor)
            if let value = node.attribute("value")?.f {
                set(editor.constant(.scalar(value)), at: place, as: 2, without: ["value"], &editor)
            }
        case "Dropout" where version < 12: editor.nodes[place].attribute.removeAll { $0.name == "ratio" }
        case "Scatter" where version < 11: editor.nodes[place].opType = "ScatterElements"
        case "Upsample": try upgradeResize(node, at: place, index, &editor)
        case "Resize" where version < 11: try upgradeResize(node, at: place, index, &editor)
        case "Softmax", "LogSoftmax", "Hardmax": if changes(at: 13) { upgradeSoftmax(node, at: place, index, &editor) }
        default: try upgradeLater(node, at: place, &editor)
        }
    }

    /// Whether an operator that changed at a version is on the way.
    private func changes(at later: Int) -> Bool { version < later && target >= later }

    /// What changed after version 13.
    private func upgradeLater(_ node: Onnx_NodeProto, at place: Int, _ editor: inout GraphEditor) throws {
        switch node.opType {
        case "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd",
            "ReduceSumSquare":
            if changes(at: 18) { take("axes", of: node, at: place, as: 1, &editor) }
        case "RoiAlign":
            guard changes(at: 16), node.attribute("coordinate_transformation_mode") == nil else { return }
            add("coordinate_transformation_mode", .string("output_half_pixel"), at: place, &editor)
        case "GridSample":
            let names = ["bilinear": "linear", "bicubic": "cubic"]
            let mode = node.attribute("mode").map { String(decoding: $0.s, as: UTF8.self) } ?? "bilinear"
            guard changes(at: 20), let name = names[mode] else { return }
            editor.nodes[place].attribute.removeAll { $0.name == "mode" }
            add("mode", .string(name), at: place, &editor)
        case "DFT":
            guard changes(at: 20) else { return }
            set(editor.constant(.scalar(node.attribute("axis")?.i ?? 1)), at: place, as: 2, without: ["axis"], &editor)
        case "GroupNormalization":
            guard changes(at: 21) else { return }
            throw Failure(
                "`GroupNormalization` of `\(node.output.first ?? node.name)` is another one in version \(target) of ONNX's operators, "
                    + "which the model is to be written with",
                hint: "export the model anew with operators of version \(target), or leave activations of 16 bits")
        default: break
        }
    }

    private func add(_ name: String, _ value: Attribute, at place: Int, _ editor: inout GraphEditor) {
        editor.nodes[place].attribute.append(value.format(name: name))
    }

    /// A list of whole numbers that was an attribute and is an input.
    private func take(_ name: String, of node: Onnx_NodeProto, at place: Int, as position: Int, _ editor: inout GraphEditor) {
        guard let values = node.attribute(name)?.ints else { return }
        set(editor.constant(Tensor(.int64(values))), at: place, as: position, without: [name], &editor)
    }

    private func set(
        _ input: String, at place: Int, as position: Int, without attributes: [String], _ editor: inout GraphEditor
    ) {
        while editor.nodes[place].input.count <= position { editor.nodes[place].input.append("") }
        editor.nodes[place].input[position] = input
        editor.nodes[place].attribute.removeAll { attributes.contains($0.name) }
    }

    /// Before version 11 the nearest pixel was the one before where an image grew, and the one behind where it shrank: so it is in
    /// ONNX Runtime.
    private func upgradeResize(_ node: Onnx_NodeProto, at place: Int, _ index: GraphIndex, _ editor: inout GraphEditor) throws {
        let given = node.attribute("scales")?.floats
        let scales = given.map { editor.constant(Tensor(.float($0))) } ?? node.input.dropFirst().first ?? ""
        let mode = node.attribute("mode").map { String(decoding: $0.s, as: UTF8.self) } ?? "nearest"
        var nearest = "floor"
        if node.opType == "Resize", mode == "nearest" {
            let known = try index.constant(scales).flatMap { try Tensor($0).reals }
            let (shrinks, grows) = (known?.contains { $0 < 1 } ?? true, known?.contains { $0 > 1 } ?? true)
            guard !(shrinks && grows) else {
                let name = node.output.first ?? node.name
                throw Failure(
                    "whether `Resize` of `\(name)` enlarges or shrinks decides which pixel is the nearest, in version \(version) of ONNX's "
                        + "operators; later ones cannot say that", hint: "export the model anew with operators of version 11 or later")
            }
            if shrinks { nearest = "ceil" }
        }
        editor.replace(
            place, with: "Resize", [node.input[0], "", scales],
            [
                ("coordinate_transformation_mode", .string("asymmetric")), ("mode", .string(mode == "bilinear" ? "linear" : mode)),
                ("nearest_mode", .string(nearest)),
            ])
    }

    /// Until version 12 it ran over all dimensions from `axis` on, from 13 on over that one alone.
    private func upgradeSoftmax(_ node: Onnx_NodeProto, at place: Int, _ index: GraphIndex, _ editor: inout GraphEditor) {
        let axis = Int(node.attribute("axis")?.i ?? 1)
        let isMatrix = index.maker(of: node.input[0]).map { index.graph.node[$0].opType == "Gemm" } ?? false
        guard axis != -1, !(isMatrix && axis == 1) else {
            editor.nodes[place].attribute = [Attribute.int(axis).format(name: "axis")]
            return
        }
        let shape = editor.insert("Shape", [node.input[0]], before: place)
        let flat = editor.insert("Flatten", [node.input[0]], [("axis", .int(axis))], before: place)
        let result = editor.insert(node.opType, [flat], [("axis", .int(-1))], before: place)
        editor.replace(place, with: "Reshape", [result, shape])
    }
}

extension Model {
    /// The model with operators of a set or a later one.
    ///
    /// - Throws: `Failure` for operators that are too old to be brought up to date.
    public func upgraded(to target: Int = 13) throws -> Model {
        var model = withoutListedConstants
        guard operatorSet < target else { return model }
        let upgrade = try OperatorSetUpgrade(from: operatorSet, to: target)
        model.format.graph = try upgrade.apply(to: model.format.graph, NameAllocator(taken: GraphIndex.names(format.graph)))
        for place in model.format.opsetImport.indices
        where model.format.opsetImport[place].domain.isEmpty || model.format.opsetImport[place].domain == "ai.onnx" {
            model.format.opsetImport[place].version = Int64(target)
        }
        model.format.irVersion = max(format.irVersion, target < 21 ? 7 : 10)
        return model
    }
}
